import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { Script } from '../source/script.ts'
import type { NeedFact } from '../types.ts'
import type { Needs } from './needs.ts'

/** A client that a runtime brings along: no dependency names it. */
interface BuiltIn {
  readonly kind: 'databases' | 'cache'
  readonly value: string
  /** Text that a file with it has. */
  readonly text: RegExp
  readonly isUsed: (script: Script) => boolean
  /** True where the address chooses among several databases, of which this one is the usual one. */
  readonly usual?: boolean
}

const OF_BUN = /['"]bun['"]/

const CLIENTS: readonly BuiltIn[] = [
  {
    kind: 'databases',
    value: 'sqlite',
    text: /:sqlite\b/,
    isUsed: ({ values }) => values.some(module => /^(?:bun|node):sqlite$/.test(module)),
  },
  { kind: 'databases', value: 'postgres', text: OF_BUN, isUsed: takes(/^(?:SQL|sql)$/), usual: true },
  { kind: 'cache', value: 'redis', text: OF_BUN, isUsed: takes(/^(?:RedisClient|redis)$/) },
]

/** `import { RedisClient } from 'bun'`, by one of these names */
function takes(name: RegExp): BuiltIn['isUsed'] {
  return ({ bindings, values }) =>
    values.includes('bun') &&
    [...bindings.values()].some(it => it.kind === 'import' && it.module === 'bun' && name.test(it.name))
}

/** @returns the needs, with what one of the files opens by means of the runtime itself */
export function builtInNeeds(code: ScriptCode, files: readonly string[], needs: Needs): Needs {
  return CLIENTS.reduce((known, client) => withClient(code, files, known, client), needs)
}

function withClient(code: ScriptCode, files: readonly string[], needs: Needs, client: BuiltIn): Needs {
  const { view } = code
  const { kind, value, text, isUsed, usual = false } = client
  if (needs[kind].some(need => usual || need.value === value)) return needs
  for (const path of files) {
    const script = text.test(view.text(path) ?? '') ? code.script(path) : undefined
    if (!script || !isUsed(script)) continue
    const line = view.lines(path).findIndex(it => text.test(it)) + 1
    const evidence = view.evidence(path, line || undefined, `${kind === 'cache' ? 'cache' : 'database'} of the runtime`)
    const found: NeedFact = { ...(usual ? likely : certain)(value, evidence), optional: false }
    return { ...needs, [kind]: [...needs[kind], found] }
  }
  return needs
}
