import type { Change, Place } from './types.ts'

/** Grammar that a file is read with. */
export type CodeLanguage = 'javascript' | 'typescript' | 'tsx' | 'rust'

/** Second step of a path of the format `code`: a whole line, or one piece of text for another one within a line. */
export const LINE = 'code line'
export const SWAP = 'code swap'

/** @returns the change that adds a line; a line break at its end asks for an empty line below it */
export function lineChange(language: CodeLanguage, line: string, place: Place): Change {
  return { path: [language, LINE, line], value: true, place }
}

/** @returns the change that writes `now` where `old` stands */
export function swapChange(language: CodeLanguage, old: string, now: string, place: Place): Change {
  return { path: [language, SWAP, old, now], value: true, place }
}

/** @returns the language of a file by its name */
export function languageOf(path: string): CodeLanguage {
  if (path.endsWith('.rs')) return 'rust'
  if (path.endsWith('.tsx')) return 'tsx'
  return /\.[cm]?ts$/.test(path) ? 'typescript' : 'javascript'
}
