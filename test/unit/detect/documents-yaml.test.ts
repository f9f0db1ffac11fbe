import { describe, expect, test } from 'vitest'
import { parseYaml, yamlFault } from '../../../src/detect/documents/yaml.ts'

const read = (text: string) => parseYaml('file.yml', text)

describe('values of YAML', () => {
  test('plain scalars are numbers, truth values and nothing as the core schema says; quoted and tagged ones are text', () => {
    const doc = read('a: 80\nb: "80"\nc: true\nd:\ne: !Ref queue\nf: on\ng: 1.5\nh: !!str 7\n')
    expect({ ...(doc.get() as object) }).toEqual({
      a: 80,
      b: '80',
      c: true,
      d: null,
      e: 'queue',
      f: 'on',
      g: 1.5,
      h: '7',
    })
  })

  test('a list keeps its order, with what is nested in it', () => {
    expect(read('- 1\n- {a: [x, y]}\n- - z\n').get()).toEqual([1, { a: ['x', 'y'] }, ['z']])
  })

  test('the first document of a stream counts, whatever stands before and behind it', () => {
    const text = '# head\n%YAML 1.2\n---\na: 1\ntext: |\n  x\n---\nb: {{ broken\n'
    expect(read(text).get('a')).toBe(1)
    expect(read('a: 1\n---\nb: {{ broken\n').get()).toEqual({ a: 1 })
    expect(read('a: 1\n---\nb: 2\n').get('b')).toBeUndefined()
    expect(read('# nothing\n').get()).toBeUndefined()
  })

  test('an alias is what its anchor names; one within its own anchor is nothing', () => {
    expect(read('base: &b {port: 80}\nother: *b\n').get('other', 'port')).toBe(80)
    expect(read('a: &a [1, *a]\n').get('a')).toEqual([1, undefined])
  })

  test('aliases that stand for more than a machine holds end somewhere', () => {
    const lines = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 12; i++)
      lines.push(
        `l${String(i)}: &l${String(i)} [${Array<string>(10)
          .fill(`*l${String(i - 1)}`)
          .join(', ')}]`,
      )
    expect(JSON.stringify(read(lines.join('\n')).get()).length).toBeLessThan(4_000_000)
  })

  test('chains of aliases end before the stack does', () => {
    const lines = ['l0: &l0 x']
    for (let i = 1; i < 60; i++)
      lines.push(`l${String(i)}: &l${String(i)} ${'['.repeat(90)}*l${String(i - 1)}${']'.repeat(90)}`)
    expect(() => read(lines.join('\n')).get()).not.toThrow()
  })
})

describe('lines of YAML', () => {
  test('a value stands where its key does, an item where it begins, a block at its sign', () => {
    const doc = read('\ufeff# note\r\na:\r\n  b: 1\r\n  c:\r\n    - x\r\n    - |\r\n      long\r\n    -\r\n    - y\r\n')
    expect(doc.line('a')).toBe(2)
    expect(doc.line('a', 'b')).toBe(3)
    expect([0, 1, 3].map(i => doc.line('a', 'c', i))).toEqual([5, 6, 9])
    expect(doc.line('a', 'c', 1, 'nothing')).toBe(6)
  })

  test('lines are counted in the text as it is, also behind a bracket that closes below its key', () => {
    const doc = read('jobs:\n  test:\n    needs: [\n      a,\n      b\n    ]\n    runs-on: x\n')
    expect(doc.get('jobs', 'test', 'needs')).toEqual(['a', 'b'])
    expect(doc.line('jobs', 'test', 'runs-on')).toBe(7)
  })
})

describe('what is no YAML', () => {
  test.each([
    ['a bracket that stays open', 'a: 1\nb: [1, 2\nc: 3\n', 3],
    ['a key that is there twice', 'a: 1\nb: 2\na: 3\n', 3],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2],
  ])('%s is told with its line', (_, text, line) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'DocumentError', line }))
  })

  test('a merge key may be there twice', () => {
    expect(read('x: &x {a: 1}\ny:\n  <<: *x\n  <<: *x\n').get('y')).toBeDefined()
  })

  test('every document of a stream is looked at where we answer for the text', () => {
    expect(yamlFault('a: 1\n---\nb: 2\n')).toBeUndefined()
    expect(yamlFault('a: 1\n---\nb: [2\n')?.message).toMatch(/^is not valid YAML: /)
  })
})
