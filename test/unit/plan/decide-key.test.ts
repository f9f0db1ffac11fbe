import { expect, test } from 'vitest'
import { decideKey, type KeyVerdict } from '../../../src/plan/decide-key.ts'

type Value = string | undefined
const ROWS: readonly (readonly [title: string, base: Value, mine: Value, next: Value, verdict: KeyVerdict])[] = [
  ['a key that nobody has is set', undefined, undefined, 'new', 'set'],
  ['a key that the user set to our value is adopted, not owned', undefined, 'new', 'new', 'adopt'],
  ['a key that the user set to another value stays', undefined, 'mine', 'new', 'taken'],
  ['a key that the user deleted stays deleted', 'old', undefined, 'new', 'deleted'],
  ['an untouched key is updated', 'old', 'old', 'new', 'update'],
  ['an up-to-date key is left alone', 'old', 'old', 'old', 'same'],
  ['an edited key stays while there is nothing new', 'old', 'mine', 'old', 'edited'],
  ['a key that the user brought up to date is left alone', 'old', 'new', 'new', 'same'],
  ['an edited key with something new is a conflict', 'old', 'mine', 'new', 'conflict'],
  ['an untouched key that is no longer wanted is removed', 'old', 'old', undefined, 'remove'],
  ['an edited key that is no longer wanted is released to the user', 'old', 'mine', undefined, 'release'],
  ['a key that is gone and no longer wanted is forgotten', 'old', undefined, undefined, 'drop'],
]

test.each(ROWS)('%s', (_, base, mine, next, verdict) => {
  expect(decideKey(base, mine, next)).toBe(verdict)
})

test('values are compared as values: the order of keys does not count', () => {
  expect(decideKey({ a: 1, b: [2] }, { b: [2], a: 1 }, { a: 1, b: [3] })).toBe('update')
})
