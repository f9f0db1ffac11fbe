import { parseArgs } from 'node:util'

export interface Options {
  /** Leave out what does not install within 20 minutes on an empty machine. */
  readonly fast: boolean
  /** Fill the cache and stop. */
  readonly installOnly: boolean
  /** Names of cases; empty for all. */
  readonly names: readonly string[]
}

/** Reads `[--fast] [--install-only] [case ...]`. @throws on an unknown flag */
export function readOptions(argv: readonly string[]): Options {
  const options = {
    fast: { type: 'boolean', default: false },
    'install-only': { type: 'boolean', default: false },
  } as const
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options })
  return { fast: values.fast, installOnly: values['install-only'], names: positionals }
}
