import type { LRParser } from '@lezer/lr'

const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/
let loaded: LRParser | undefined

/** Loads the grammar of scripts, the largest part of the detector, where one of `files` is a script. */
export async function loadGrammars(files: readonly string[]): Promise<void> {
  if (!loaded && files.some(file => SCRIPT.test(file))) loaded = (await import('@lezer/javascript')).parser
}

/** @returns the grammar that was loaded; throws before that */
export function scriptGrammar(): LRParser {
  if (!loaded) throw new Error('the grammar of scripts is not loaded')
  return loaded
}
