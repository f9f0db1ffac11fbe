import type { NeedFact } from '../types.ts'
import type { Needs } from './needs.ts'
import type { RustCode } from './rust-code.ts'
import { wordsFor } from './unused-needs.ts'

/**
 * @param files those that are compiled into a program
 * @returns the needs, those caches and queues marked optional that no name and no text in the code speaks of: their client is left over, or a feature
 * that nothing uses
 */
export function unusedRustNeeds(code: RustCode, files: readonly string[], needs: Needs): Needs {
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (need.optional || isSpokenOf(code, files, need.value) ? need : { ...need, optional: true }))
  return files.length ? { ...needs, cache: mark(needs.cache), queues: mark(needs.queues) } : needs
}

function isSpokenOf(code: RustCode, files: readonly string[], value: string): boolean {
  const words = wordsFor(value, ({ cargo = [] }) => cargo.map(name => name.replaceAll('-', '_')))
  if (words === undefined) return true
  const pattern = new RegExp(words, 'i')
  return code
    .matching(files, pattern)
    .some(({ tokens }) => tokens.some(({ kind, text }) => /^(?:word|string)$/.test(kind) && pattern.test(text)))
}
