import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeText } from '../../../src/plan/merge.ts'
import { keepsLines, mergeLines } from '../../../src/plan/merge-lines.ts'
import { stopwatch } from '../../support/processor.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

describe('text merges line by line', () => {
  test('changes of both sides that lie apart are both there', () => {
    expect(mergeText('Dockerfile', 'a\nb\nc\nd\n', 'A\nb\nc\nd\n', 'a\nb\nc\nD\n').text).toBe('A\nb\nc\nD\n')
  })

  test('the same change on both sides is made once', () => {
    expect(mergeText('Dockerfile', 'a\nb\nc\n', 'a\nX\nc\n', 'a\nX\nc\n').text).toBe('a\nX\nc\n')
  })

  test('a line of the user at the end stays behind a change in the middle', () => {
    expect(mergeText('Dockerfile', 'a\nb\nc\n', 'a\nb\nc\n# mine\n', 'a\nB\nc\n').text).toBe('a\nB\nc\n# mine\n')
  })

  test('lines that repeat are matched from the end as well, as git does', () => {
    const mine = 'i\nh\na\nf\nh\nf\ny\n'
    expect(mergeText('f', 'i\nh\na\nf\nh\nf\n', mine, 'i\nx\nh\na\na\nf\n').text).toBe('i\nx\nh\na\na\nf\ny\n')
  })

  test('thousands of equal lines end in time, as one conflict', () => {
    const many = (n: number, last: string): string => `${'\n'.repeat(n)}${last}\n`
    const used = stopwatch()
    expect(mergeLines(many(20_000, 'a'), many(20_001, 'b'), many(20_002, 'c')).conflict).toBe(true)
    expect(used()).toBeLessThan(3)
  })

  test('a merge without a conflict holds every line of the user, and every new line', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1, maxLength: 12 })
      .map(l => `${l.join('\n')}\n`)
    fc.assert(
      fc.property(text, text, text, (base, mine, next) => {
        const merge = mergeLines(base, mine, next)
        fc.pre(!merge.conflict)
        expect(keepsLines(base, mine, merge.text)).toBe(true)
        expect(keepsLines(base, next, merge.text)).toBe(true)
      }),
    )
  })
})

describe('JSON merges by key', () => {
  const base = json({ name: 'app', scripts: { build: 'tsc', test: 'jest' }, version: '1' })

  test('neighbouring keys that both sides changed are no conflict', () => {
    const mine = json({ name: 'app', scripts: { build: 'tsc -b', test: 'jest' }, version: '1' })
    const next = json({ name: 'app', scripts: { build: 'tsc', test: 'vitest' }, version: '1' })
    expect(mergeText('a.json', base, mine, next).text).toBe(
      json({ name: 'app', scripts: { build: 'tsc -b', test: 'vitest' }, version: '1' }),
    )
  })

  test('a key that both sides added stands once', () => {
    const mine = json({ name: 'app', license: 'MIT', scripts: { build: 'tsc', test: 'jest' }, version: '1' })
    const next = json({ name: 'app', scripts: { build: 'tsc', test: 'jest' }, version: '1', license: 'MIT' })
    const { text } = mergeText('a.json', base, mine, next)
    expect(text?.match(/license/g)).toHaveLength(1)
  })

  test('a key changed on both sides is told by its path, without markers in JSON', () => {
    const mine = json({ name: 'app', scripts: { build: 'tsc', test: 'mocha' }, version: '1' })
    const next = json({ name: 'app', scripts: { build: 'tsc', test: 'vitest' }, version: '1' })
    const merge = mergeText('a.json', base, mine, next)
    expect(merge).toMatchObject({ writable: false })
    expect(merge.text).toBeUndefined()
    expect(merge.marked).toMatch(
      /scripts\.test\n<<<<<<< yours\n"mocha"\n\|{7} last generated\n"jest"\n=======\n"vitest"\n>{7} new/,
    )
  })

  test('a key that the user deleted does not come back with a change of another key', () => {
    const mine = json({ name: 'app', scripts: { build: 'tsc' }, version: '1' })
    const next = json({ name: 'app', scripts: { build: 'tsc -b', test: 'jest' }, version: '1' })
    expect(JSON.parse(mergeText('a.json', base, mine, next).text ?? '')).toEqual({
      name: 'app',
      scripts: { build: 'tsc -b' },
      version: '1',
    })
  })

  test('lists take what both sides added at different places', () => {
    const at = (list: readonly string[]): string => json({ list })
    const { text } = mergeText('a.json', at(['a', 'b', 'c']), at(['mine', 'a', 'b', 'c']), at(['a', 'b', 'c', 'ours']))
    expect(JSON.parse(text ?? '')).toEqual({ list: ['mine', 'a', 'b', 'c', 'ours'] })
  })

  test('a file that does not parse merges as text, and keeps the line that broke it', () => {
    const { text } = mergeText(
      'a.json',
      '{\n  "a": 1,\n  "b": 2\n}\n',
      '{\n  "a": 1,\n  "b": 2\n}\n# mine\n',
      '{\n  "a": 9,\n  "b": 2\n}\n',
    )
    expect(text).toBe('{\n  "a": 9,\n  "b": 2\n}\n# mine\n')
  })

  test('text that merges line by line into another meaning is not taken', () => {
    const [b, m, n] = [
      '{\n  "a": 1,\n  "x": 0,\n  "z": 9\n}\n',
      '{\n  "k": 1,\n  "a": 1,\n  "x": 0,\n  "z": 9\n}\n',
      '{\n  "a": 1,\n  "x": 0,\n  "z": 9,\n  "k": 2\n}\n',
    ]
    expect(mergeText('a.json', b, m, n).text).toBeUndefined()
  })
})

describe('YAML merges by key', () => {
  const base = 'on: push\njobs:\n  test:\n    steps:\n      - run: npm ci\n      - run: npm test\n'

  test('comments of both sides survive', () => {
    const mine = base.replace('on: push', '# mine\non: push')
    const next = base.replace('npm test\n', 'npm test\n# ours\n')
    expect(mergeText('ci.yml', base, mine, next).text).toBe(`# mine\n${base}# ours\n`)
  })

  test('steps that both sides added at different places are both there', () => {
    const mine = base.replace('      - run: npm ci\n', '      - run: echo mine\n      - run: npm ci\n')
    const next = `${base}      - run: echo ours\n`
    expect(mergeText('ci.yml', base, mine, next).text).toBe(`${mine}      - run: echo ours\n`)
  })

  test('a comment of the user in a list that is written anew is never lost', () => {
    const list = 'list:\n  - a\n  - b\n'
    const merge = mergeText('ci.yml', list, list.replace('- a', '- a # mine'), list.replace('- b', '- c'))
    expect(merge.text ?? merge.marked).toContain('- a # mine')
  })

  test('a value that both sides changed is marked', () => {
    const merge = mergeText('ci.yml', base, base.replace('push', 'mine'), base.replace('push', 'ours'))
    expect(merge).toMatchObject({ writable: true })
    expect(merge.marked).toMatch(/^<<<<<<< yours\non: mine\n/)
  })

  test('a template that is no YAML merges as text', () => {
    const chart = '{{- if .Values.on }}\na: 1\nb: 2\nc: 3\n{{- end }}\n'
    expect(mergeText('chart.yaml', chart, chart.replace('a: 1', 'a: 9'), chart.replace('c: 3', 'c: 4')).text).toBe(
      chart.replace('a: 1', 'a: 9').replace('c: 3', 'c: 4'),
    )
  })

  test('several documents in one file merge as text', () => {
    const docs = 'a: 1\n---\nb: 2\nc: 3\n'
    expect(mergeText('k.yaml', docs, docs.replace('a: 1', 'a: 5'), docs.replace('c: 3', 'c: 6')).text).toBe(
      'a: 5\n---\nb: 2\nc: 6\n',
    )
  })
})

describe('TOML merges by key', () => {
  const base = '[a]\nx = 1\n\n[b]\ny = 2\n'

  test('changes in two tables are both there', () => {
    expect(mergeText('c.toml', base, base.replace('x = 1', 'x = 5 # mine'), base.replace('y = 2', 'y = 6')).text).toBe(
      '[a]\nx = 5 # mine\n\n[b]\ny = 6\n',
    )
  })
})
