import { basename, dirname, join } from '../../text/paths.ts'
import { isTable, port } from '../values.ts'
import type { View } from '../view.ts'
import { OTHER } from './rust-settings.ts'

const CONFIG =
  /(?:^|\/)(?:(?:config|configuration|configs|settings|conf|etc)\/)?(?:config|configuration|settings|default|base|app|application|server|production|development|local|rocket|[\w-]+\.default|[\w-]+_config(?:\.[\w-]+)?|config\.default|config\.example|settings-template)\.(?:toml|ya?ml|json)$/i
/** Folders whose files say what tests and examples are told. */
const ASIDE = /(?:^|\/)(?:tests?|__tests__|fixtures|testdata|examples?|samples|benches)\//
const KEYS =
  /^(?:(?:http|server|api|app|web|listen|bind)_?)?(?:port|addr|address|listen|bind|listen_addr(?:ess)?|bind_addr(?:ess)?)$|^(?:listen|bind)$/i
const PARENTS =
  /^(?:server|http|application|app|web|api|service|default|global|settings|config|rocket|release|debug|net|network|listen|local|main|general)$/i

/** Crates that read settings from files. */
export const READERS = [
  'config',
  'figment',
  'confy',
  'toml',
  'serde_yaml',
  'serde_yml',
  'serde_json',
  'rocket',
  'loco-rs',
  'config-rs',
  'hocon',
  'deser-hjson',
  'ron',
  'twelf',
  'schematic',
  'configuration',
]

/**
 * @param program whose settings may lie in a file of its name: `my-api.toml`
 * @returns the port in a configuration file of a package, or of the project it belongs to: defaults before environments
 */
export function configuredPort(
  view: View,
  folders: readonly string[],
  program?: string,
): { readonly port: number; readonly path: string; readonly line: number } | undefined {
  const paths = folders.flatMap(folder =>
    view
      .below(folder === '.' ? '' : `${folder}/`)
      .filter(
        path =>
          (CONFIG.test(path) || (program !== undefined && isNamed(path, program))) &&
          !ASIDE.test(path) &&
          depthBelow(path, folder) <= 2,
      ),
  )
  const ordered = [...new Set(paths)].sort((a, b) => rank(a) - rank(b))
  for (const path of ordered) {
    const doc = path.endsWith('.toml')
      ? view.toml(path)
      : path.endsWith('.json')
        ? view.json(path, true)
        : view.yaml(path)
    const found = doc && portKey(doc.get(), [])
    if (found) return { port: found.port, path, line: doc.line(...found.keys) }
  }
  return undefined
}

function isNamed(path: string, program: string): boolean {
  return ['toml', 'yaml', 'yml', 'json'].some(end => basename(path) === `${program}.${end}`)
}

function depthBelow(path: string, folder: string): number {
  return dirname(path) === folder
    ? 0
    : join(dirname(path))
        .slice(folder === '.' ? 0 : folder.length + 1)
        .split('/').length
}

function rank(path: string): number {
  return /default|base/i.test(path)
    ? 0
    : /config|settings|rocket/i.test(path)
      ? 1
      : /development|local/i.test(path)
        ? 2
        : 3
}

function portKey(
  value: unknown,
  keys: readonly string[],
): { readonly port: number; readonly keys: readonly string[] } | undefined {
  if (!isTable(value)) return undefined
  const entries = Object.entries(value)
  for (const [key, inner] of entries) {
    if (!KEYS.test(key) || !(keys.length === 0 || PARENTS.test(keys.at(-1) ?? ''))) continue
    const found = port(inner) ?? (typeof inner === 'string' ? port(/:(\d{2,5})$/.exec(inner)?.[1]) : undefined)
    if (found !== undefined) return { port: found, keys: [...keys, key] }
  }
  for (const [key, inner] of entries) {
    const found = OTHER.test(key) ? undefined : portKey(inner, [...keys, key])
    if (found) return found
  }
  return undefined
}
