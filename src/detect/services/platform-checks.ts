import { basename, dirname, join } from '../../text/paths.ts'
import { likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import { isTable, list, table, text } from '../values.ts'
import type { View } from '../view.ts'

/** Keys under which the platforms keep the path that they ask, by the name of their file. */
const FILES: Readonly<Record<string, (content: unknown) => readonly unknown[]>> = {
  'railway.json': content => [table(table(content)['deploy'])['healthcheckPath']],
  'railway.toml': content => [table(table(content)['deploy'])['healthcheckPath']],
  'fly.toml': content => flyPaths(table(content)),
  'render.yaml': content => rendered(table(content)),
}

/** Checks of the service, of each of its ports, and by name. */
function flyPaths(content: Readonly<Record<string, unknown>>): readonly unknown[] {
  const service = table(content['http_service'])
  const ports = list(content['services']).flatMap(it => list(table(it)['http_checks']))
  const named = Object.values(table(content['checks'])).filter(it => table(it)['type'] === 'http')
  return [...list(service['checks']), ...ports, ...named].map(it => table(it)['path'])
}

/** One service in the file: of several it is not told which is meant. */
function rendered(content: Readonly<Record<string, unknown>>): readonly unknown[] {
  const [only, ...others] = list(content['services']).filter(it => table(it)['type'] === 'web')
  return others.length || table(only)['rootDir'] !== undefined ? [] : [table(only)['healthCheckPath']]
}

/**
 * @param program name of the package
 * @returns the path that a platform asks to learn whether a service is well, by the file for it in the folder of the service, or in the root
 * of the repository where that starts the service
 */
export function platformPaths(view: View, folder: string, program: string): readonly Fact<string>[] {
  const own = Object.keys(FILES).map(name => join(folder, name))
  const shared = Object.keys(FILES).filter(path => folder !== '.' && view.has(path) && starts(view, path, program))
  for (const path of [...own, ...shared]) {
    const read = view.has(path) ? FILES[basename(path)] : undefined
    const value = read?.(contentOf(view, path)).find(it => /^\/[\w./~-]*$/.test(text(it) ?? ''))
    if (read && typeof value === 'string') {
      const line = view.lines(path).findIndex(it => it.includes(`"${value}"`) || it.includes(`'${value}'`))
      return [likely(value, view.evidence(path, line < 0 ? undefined : line + 1, 'health check of the platform'))]
    }
  }
  return []
}

function contentOf(view: View, path: string): unknown {
  if (path.endsWith('.json')) return view.json(path, true)?.get()
  return path.endsWith('.toml') ? view.toml(path)?.get() : view.yaml(path)?.get()
}

/** `pnpm server:start`, whose script in the root says `pnpm --filter @acme/api start` */
function starts(view: View, path: string, program: string): boolean {
  const content = contentOf(view, path)
  const command = isTable(content) ? text(table(content['deploy'])['startCommand']) : undefined
  const scripts = table(view.json(join(dirname(path), 'package.json'))?.get('scripts'))
  const words = (command ?? '').split(/\s+/)
  const lines = words.flatMap(word => (Object.hasOwn(scripts, word) ? (text(scripts[word]) ?? []) : []))
  return [...words, ...lines.flatMap(line => line.split(/\s+/))].includes(program)
}
