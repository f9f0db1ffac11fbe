import { describe, expect, test } from 'vitest'
import { parseConfig, recordAnswers } from '../../../src/plan/config.ts'
import { Failure } from '../../../src/text/errors.ts'

const CONFIG = `# ours, and loved
profile: strict
answers:
  contact: a@example.org # the list
  teams: [core, web]
  replicas: 3
  public: true
exempt:
  - id: deployment/canary
    reason: one node only
`

describe('config.yaml is read', () => {
  test('with profile, answers and exemptions', () => {
    expect(parseConfig(CONFIG)).toEqual({
      profile: 'strict',
      answers: { contact: 'a@example.org', teams: ['core', 'web'], replicas: 3, public: true },
      exempt: [{ id: 'deployment/canary', reason: 'one node only' }],
    })
  })

  test.each(['', '# nothing yet\n', 'answers:\nexempt:\n', '---\n'])('as empty from %j', text => {
    expect(parseConfig(text)).toEqual({ answers: {}, exempt: [] })
  })

  const WRONG: readonly (readonly [string, string, number, RegExp])[] = [
    ['YAML that does not parse', 'answers:\n  a: [1\nb: 2\n', 3, /./],
    ['a key that stands twice', 'profile: strict\nprofile: strict\n', 2, /unique/],
    ['an unknown section', 'answers: {}\nanswrs: {}\n', 2, /answrs/],
    ['an unknown profile', '\nprofile: lax\n', 2, /standard or strict/],
    ['a list of sections', '- a\n', 1, /keys and values/],
    ['an answer that is a map', 'answers:\n  a: 1\n  b: { c: 1 }\n', 3, /"b"/],
    ['an answer without a value', 'answers:\n  a: 1\n  b:\n', 3, /"b"/],
    ['an exemption without a reason', 'exempt:\n  - id: a/b\n', 2, /reason/],
    ['an exemption without an id', 'exempt:\n\n  - reason: x\n', 3, /"id"/],
    ['exemptions that are no list', 'exempt: a/b\n', 1, /list/],
    ['an alias', 'answers: &a\n  x: 1\nexempt: *a\n', 3, /alias/],
    ['a key that reaches the prototype', 'answers:\n  __proto__: 1\n', 2, /__proto__/],
  ]
  test.each(WRONG)('%s is an error with its line', (_, text, line, reason) => {
    expect(() => parseConfig(text)).toThrow(Failure)
    expect(() => parseConfig(text)).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        path: '.prod-ready/config.yaml',
        line,
        message: expect.stringMatching(reason) as string,
      }) as Error,
    )
  })
})

describe('answers are written down', () => {
  test('in a new file, which reads back', () => {
    const text = recordAnswers(undefined, { contact: 'a@example.org', teams: ['x'], on: 'yes' })
    expect(parseConfig(text ?? '')).toMatchObject({ answers: { contact: 'a@example.org', teams: ['x'], on: 'yes' } })
    expect(text).toMatch(/^# /)
  })

  test('into a file of the user, whose comments stay', () => {
    const text = recordAnswers(CONFIG, { owner: '@ada' }) ?? ''
    expect(parseConfig(text).answers).toMatchObject({ owner: '@ada', contact: 'a@example.org' })
    for (const line of CONFIG.split('\n')) expect(text.split('\n')).toContain(line)
  })

  test('in place of an older answer', () => {
    expect(recordAnswers(CONFIG, { replicas: 5 })).toBe(CONFIG.replace('replicas: 3', 'replicas: 5'))
  })

  test('not at all when they stand there already', () => {
    expect(recordAnswers(CONFIG, { replicas: 3, teams: ['core', 'web'] })).toBe(CONFIG)
    expect(recordAnswers(undefined, {})).toBeUndefined()
  })

  test('quotes as the repository does, in a file of ours', () => {
    const answers = { owner: ['@ada', "@o'neill"] }
    expect(recordAnswers(undefined, answers, 'single')).toContain("- '@ada'\n")
    expect(recordAnswers(undefined, answers, 'single')).toContain('- "@o\'neill"\n')
    expect(recordAnswers(undefined, answers)).toContain('- "@ada"\n')
  })

  test('into a file that does not parse: never, with the place', () => {
    expect(() => recordAnswers('answers: [\n', { a: 'b' })).toThrow(Failure)
  })
})
