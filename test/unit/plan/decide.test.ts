import { describe, expect, test } from 'vitest'
import { decideFile, LOST, type Base, type Circumstances } from '../../../src/plan/decide.ts'

const B = 'one\ntwo\nthree\nfour\nfive\n'
const T = 'one\ntwo\nthree\nfour\nFIVE\n'
const EDITED = 'ONE\ntwo\nthree\nfour\nfive\n'
const MERGED = 'ONE\ntwo\nthree\nfour\nFIVE\n'
const CLASH = 'one\ntwo\nthree\nfour\nmine\n'
const MARKED = 'one\ntwo\nthree\nfour\n<<<<<<< yours\nmine\n||||||| last generated\nfive\n=======\nFIVE\n>>>>>>> new\n'

/** Names of the texts in the table: B was generated last, T would be generated now; the user has one of the others. */
const TEXTS: Readonly<Record<string, Base>> = {
  B,
  T,
  edited: EDITED,
  merged: MERGED,
  clash: CLASH,
  marked: MARKED,
  other: 'mine\n',
  empty: '',
  lost: LOST,
  '-': undefined,
}

type Row = readonly [title: string, baseMineNext: string, action: string, afterBase: string, how?: Circumstances]

const ROWS: readonly Row[] = [
  ['what was never generated and is not there is created', '- - T', 'create', 'T T'],
  ['what the user has word for word already is adopted without a write', '- T T', 'same', 'T T'],
  ['another text of the user stays, and is not ours', '- other T', 'keep', 'other -'],
  ['an empty file of the user stays empty', '- empty T', 'keep', 'empty -'],
  ['a file that the user deleted stays deleted', 'B - T', 'keep', '- B'],
  ['a file that the user left alone is updated', 'B B T', 'update', 'T T'],
  ['a file that is up to date is left alone', 'B B B', 'same', 'B B'],
  ['an edited file stays edited while there is nothing new', 'B edited B', 'keep', 'edited B'],
  ['an edited file takes what is new beside the edit', 'B edited T', 'merge', 'merged T'],
  ['a change that the user made as well is no conflict', 'B T T', 'same', 'T T'],
  ['an edit that holds what is new already is not written again', 'B merged T', 'keep', 'merged T'],
  ['two changes of one line are a conflict, and the user’s stays', 'B clash T', 'conflict', 'clash B'],
  ['an untouched file that is no longer generated is deleted', 'B B -', 'delete', '- -'],
  ['an edited file that is no longer generated stays', 'B edited -', 'keep', 'edited -'],
  [
    'a deleted file that is no longer generated stays known: a later version must not bring it back',
    'B - -',
    'same',
    '- lost',
  ],
  ['a deleted file is forgotten when its artifact is taken back', 'B - -', 'same', '- -', { removing: true }],
  ['a file without its base copy stays as it is', 'lost edited T', 'keep', 'edited lost'],
  ['a file without its base copy that equals the new text is ours again', 'lost T T', 'same', 'T T'],
  ['a deleted file without its base copy stays deleted', 'lost - T', 'keep', '- lost'],
  ['a file without its base copy is never deleted', 'lost B -', 'keep', 'B -'],
  ['a conflict is settled for the user on request', 'B clash T', 'keep', 'clash T', { choice: 'mine' }],
  ['a conflict is settled for the new text on request', 'B clash T', 'update', 'T T', { choice: 'theirs' }],
  ['both sides of a conflict stand in the file on request', 'B clash T', 'merge', 'marked T', { choice: 'markers' }],
  ['a file of the user is replaced when the user asks for it', '- other T', 'update', 'T T', { choice: 'theirs' }],
  ['a seed is written once', '- - T', 'create', 'T T', { own: 'seed' }],
  ['a seed is not updated', 'B B T', 'same', 'B B', { own: 'seed' }],
  ['an edited seed never drifts', 'B clash T', 'keep', 'clash B', { own: 'seed' }],
  ['a deleted seed stays deleted', 'B - T', 'keep', '- B', { own: 'seed' }],
  ['a seed that is no longer generated belongs to the user', 'B B -', 'keep', 'B -', { own: 'seed' }],
  ['an untouched seed goes with its artifact', 'B B -', 'delete', '- -', { own: 'seed', removing: true }],
  ['a text that the user had before us is not deleted', 'B B -', 'keep', 'B -', { adopted: true, removing: true }],
]

const textsOf = (names: string): readonly Base[] => names.split(' ').map(name => TEXTS[name])
const text = (base: Base): string | undefined => (base === LOST ? undefined : base)

describe('the table of decisions', () => {
  const rows = ROWS.map(([title, before, action, outcome, how]) => ({ title, before, action, outcome, how }))
  test.each(rows)('$title', ({ before, action, outcome, how }) => {
    const [base, mine, next] = textsOf(before)
    const [after, recorded] = textsOf(outcome)
    const decision = decideFile(base, text(mine), text(next), how)
    expect({ action: decision.action, after: decision.after, recorded: decision.base }).toEqual({
      action,
      after,
      recorded,
    })
    if (['keep', 'conflict'].includes(action)) expect(decision.reason).toMatch(/\w/)
  })

  test('a conflict shows both sides and what they come from, with labels', () => {
    expect(decideFile(B, CLASH, T).marked).toBe(MARKED)
  })

  test('a file of the user that stands in the way is offered ours, and a page with both', () => {
    expect(decideFile(undefined, 'one\nmine\n', 'one\nours\n').offer).toBe('one\nours\n')
    expect(decideFile(undefined, 'one\nmine\n', 'one\nours\n', { choice: 'markers' }).after).toMatch(
      /^one\n<<<<<<< yours\nmine\n/,
    )
  })
})

const STYLES: readonly (readonly [string, (lf: string) => string])[] = [
  ['CRLF line ends', t => t.replaceAll('\n', '\r\n')],
  ['no final newline', t => t.replace(/\n$/, '')],
  ['a byte order mark', t => `\uFEFF${t}`],
  ['all of these', t => `\uFEFF${t.replace(/\n$/, '').replaceAll('\n', '\r\n')}`],
]

describe.each(STYLES)('a file with %s', (_, style) => {
  test('is not taken for edited', () => {
    expect(decideFile(B, style(B), B).action).toBe('same')
    expect(decideFile(B, style(B), undefined).action).toBe('delete')
  })

  test('keeps them in an update', () => {
    expect(decideFile(B, style(B), T).after).toBe(style(T))
  })

  test('keeps them in a merge', () => {
    expect(decideFile(B, style(EDITED), T)).toMatchObject({
      action: 'merge',
      after: style('ONE\ntwo\nthree\nfour\nFIVE\n'),
    })
  })

  test('is adopted as it is', () => {
    expect(decideFile(undefined, style(T), T)).toMatchObject({ action: 'same', after: style(T), base: T })
  })

  test('stays byte for byte in a conflict', () => {
    expect(decideFile(B, style(CLASH), T).after).toBe(style(CLASH))
  })
})
