import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesGlob } from '../../../generators/build/_common/glob.ts'
import { hiddenAt } from '../../../generators/build/dockerfile/hidden.ts'
import { stopwatch } from '../../support/processor.ts'

test.each([
  ['dist', 'dist', true],
  ['dist', 'apps/dist', false],
  ['**/dist', 'apps/web/dist', true],
  ['**/dist', 'dist', true],
  ['apps/*/dist', 'apps/web/dist', true],
  ['apps/*/dist', 'apps/a/b/dist', false],
  ['apps/**', 'apps/a/b', true],
  ['*.lock', 'Cargo.lock', true],
  ['*.lock', 'a/Cargo.lock', false],
  ['file?.txt', 'file1.txt', true],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['**', '', true],
])('%s against %s is %s', (pattern, path, expected) => {
  expect(matchesGlob(pattern, path)).toBe(expected)
})

test('a text without signs matches itself only', () => {
  const word = fc.stringMatching(/^[a-z./-]{1,12}$/)
  expect(fc.check(fc.property(word, word, (a, b) => matchesGlob(a, a) && matchesGlob(a, b) === (a === b))).failed).toBe(
    false,
  )
})

test('a pattern that is made to be slow is answered at once', () => {
  const used = stopwatch()
  expect(matchesGlob(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false)
  expect(matchesGlob(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(400))).toBe(false)
  expect(used()).toBeLessThan(2)
})

test.each([
  [['node_modules', '*.lock'], 'Cargo.lock', 1],
  [['*', '!src'], 'src/main.rs', undefined],
  [['*', '!src'], 'package.json', 0],
  [['# *', '', 'docs/'], 'docs/a.md', 2],
  [['/target'], 'target/x', 0],
])('of %j, the line that hides %s is %s', (lines, path, expected) => {
  expect(hiddenAt(lines, path)).toBe(expected)
})
