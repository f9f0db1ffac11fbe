import type { LRParser } from '@lezer/lr'

export type Language = 'rust' | 'javascript'

const FILES: Readonly<Record<Language, RegExp>> = { rust: /\.rs$/, javascript: /\.(?:[cm]?[jt]s|[jt]sx)$/ }
const loaded = new Map<Language, LRParser>()

/** Loads the grammars of `languages` that `files` are written in: they are large, and most commands need one of them or none. */
export async function loadGrammars(files: readonly string[], languages: readonly Language[]): Promise<void> {
  const wanted = (language: Language): boolean =>
    languages.includes(language) && !loaded.has(language) && files.some(file => FILES[language].test(file))
  const [rust, javascript] = await Promise.all([
    wanted('rust') ? import('@lezer/rust') : undefined,
    wanted('javascript') ? import('@lezer/javascript') : undefined,
  ])
  if (rust) loaded.set('rust', rust.parser)
  if (javascript) loaded.set('javascript', javascript.parser)
}

/** @returns a grammar that was loaded; throws for any other */
export function grammarOf(language: Language): LRParser {
  const grammar = loaded.get(language)
  if (!grammar) throw new Error(`the grammar of ${language} is not loaded`)
  return grammar
}
