import { join } from '../../text/paths.ts'
import { certain } from '../fact.ts'
import type { Fact } from '../types.ts'
import { isTable, list, table, text } from '../values.ts'
import type { View } from '../view.ts'

const MISE = [
  'mise.toml',
  '.mise.toml',
  'mise/config.toml',
  '.mise/config.toml',
  '.config/mise.toml',
  '.config/mise/config.toml',
]
/** The same tool under the names that version managers use. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  node: ['node', 'nodejs', 'core:node'],
  rust: ['rust', 'core:rust'],
}

/** @returns the version of `tool` in the files of mise or asdf in `folder` */
export function toolVersion(view: View, folder: string, tool: string): Fact<string> | undefined {
  const names = NAMES[tool] ?? [tool]
  return fromMise(view, folder, names) ?? fromAsdf(view, join(folder, '.tool-versions'), names)
}

function fromMise(view: View, folder: string, names: readonly string[]): Fact<string> | undefined {
  for (const file of MISE) {
    const path = join(folder, file)
    const doc = view.has(path) ? view.toml(path) : undefined
    for (const name of doc ? names : []) {
      const value = doc?.get('tools', name)
      const version = text(isTable(value) ? table(value)['version'] : (list(value)[0] ?? value))
      if (doc && version !== undefined)
        return certain(version, view.evidence(path, doc.line('tools', name), `${file} tools.${name}`))
    }
  }
  return undefined
}

function fromAsdf(view: View, path: string, names: readonly string[]): Fact<string> | undefined {
  for (const [i, line] of view.lines(path).entries()) {
    const [name, version] = line.replace(/#.*$/, '').trim().split(/\s+/)
    if (name !== undefined && version !== undefined && names.includes(name))
      return certain(version, view.evidence(path, i + 1, `.tool-versions ${name}`))
  }
  return undefined
}
