import { dirname, normalize } from '../../text/paths.ts'
import { stringValue } from '../source/rust.ts'
import { isTable, port } from '../values.ts'
import type { View } from '../view.ts'
import type { RustCode } from './rust-code.ts'
import { OTHER } from './rust-settings.ts'

/** Where a port stands in a file of settings. */
export interface Included {
  readonly port: number
  readonly path: string
  readonly line: number
}

const INCLUDES = /\binclude_str!\s*\(\s*"[^"]+\.(?:toml|ya?ml|json)"/

/**
 * @param holder what the program takes the setting from: a table of that name is meant, whatever its name is about
 * @returns the port that a setting with one of `names` has in the defaults that a program is compiled with: `include_str!("../defaults.toml")`
 */
export function includedPort(
  code: RustCode,
  files: readonly string[],
  names: readonly string[],
  holder?: string,
): Included | undefined {
  if (!names.length) return undefined
  for (const { path, tokens } of code.matching(files, INCLUDES)) {
    for (const [i, token] of tokens.entries()) {
      if (token.kind !== 'string' || tokens[i - 3]?.text !== 'include_str' || tokens[i - 2]?.text !== '!') continue
      const found = portIn(code.view, normalize(`${dirname(path)}/${stringValue(token)}`), names, holder)
      if (found) return found
    }
  }
  return undefined
}

function portIn(
  view: View,
  path: string | undefined,
  names: readonly string[],
  holder: string | undefined,
): Included | undefined {
  const type = /\.(toml|ya?ml|json)$/.exec(path ?? '')?.[1]
  if (path === undefined || type === undefined || !view.has(path)) return undefined
  const doc = type === 'toml' ? view.toml(path) : type === 'json' ? view.json(path) : view.yaml(path)
  const keys = doc && keysOf(doc.get(), names, [], holder)
  const found = keys && addressPort(doc.get(...keys))
  return keys && found !== undefined ? { port: found, path, line: doc.line(...keys) } : undefined
}

/** The way to the first setting with one of `names` that holds a port, and is about nothing else. */
function keysOf(
  value: unknown,
  names: readonly string[],
  above: readonly string[],
  holder: string | undefined,
): readonly string[] | undefined {
  if (!isTable(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (OTHER.test(key) && key !== holder) continue
    if (names.includes(key) && addressPort(inner) !== undefined) return [...above, key]
    const found = keysOf(inner, names, [...above, key], holder)
    if (found) return found
  }
  return undefined
}

function addressPort(value: unknown): number | undefined {
  return port(value) ?? (typeof value === 'string' ? port(/:(\d{2,5})$/.exec(value)?.[1]) : undefined)
}
