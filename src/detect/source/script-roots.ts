import { dirname, join, normalize } from '../../text/paths.ts'
import { table, text } from '../values.ts'
import type { View } from '../view.ts'
import { placed } from './script-places.ts'
import { argumentsOf, calleeOf, dotted, sourceOf, type Script } from './script.ts'
import { nodesOf } from './script-nodes.ts'

/** Files that a pattern of module names means, with a star for the rest of the name. */
export interface Alias {
  readonly pattern: string
  readonly targets: readonly string[]
}

/** The library that makes Node look for modules in further folders. */
const SEARCHED = 'app-module-path'

/**
 * @param folder with a package.json
 * @param script reads a file
 * @returns the names that Node itself is told to find inside of a package: `_moduleAliases` of its manifest, `NODE_PATH=src` in front of a
 * program that its scripts run, folders that `app-module-path` searches
 */
export function rootsOf(view: View, folder: string, script: (path: string) => Script | undefined): readonly Alias[] {
  const manifest = view.json(join(folder, 'package.json'))
  const named = Object.entries(table(manifest?.get('_moduleAliases'))).flatMap(([name, target]) =>
    typeof target === 'string' ? aliased(name, `${folder}/${target}`) : [],
  )
  const scripts = Object.values(table(manifest?.get('scripts'))).flatMap(line => text(line) ?? [])
  const variables = scripts.flatMap(line => /(?:^|\s)NODE_PATH=["']?([\w./-]+)/.exec(line)?.[1] ?? [])
  const isSearched = manifest?.get('dependencies', SEARCHED) !== undefined
  const searched = isSearched ? searchedIn(view, folder, script) : []
  const roots = [...variables.map(path => `${folder}/${path}`), ...searched].flatMap(path => sourceAt(path))
  return [...named, ...[...new Set(roots)].map(root => ({ pattern: '*', targets: [join(root, '*')] }))]
}

/** `"@models": "dist/models"` names the folder and all that is below it. */
function aliased(name: string, path: string): readonly Alias[] {
  return sourceAt(path).flatMap(target => [
    { pattern: name, targets: [target] },
    { pattern: `${name}/*`, targets: [join(target, '*')] },
  ])
}

/** A folder as it is written, and what a compiler writes it from. */
function sourceAt(path: string): readonly string[] {
  const clean = normalize(path)
  if (clean === undefined) return []
  const source = clean.replace(/(^|\/)(?:dist|build|lib|out)(?=\/|$)/, '$1src')
  return source === clean ? [clean] : [source, clean]
}

/** `require('app-module-path').addPath(__dirname)`: only files that name the library are parsed. */
function searchedIn(view: View, folder: string, read: (path: string) => Script | undefined): readonly string[] {
  const files = view
    .below(folder === '.' ? '' : `${folder}/`)
    .filter(path => /\.[cm]?[jt]s$/.test(path) && (view.text(path) ?? '').includes(SEARCHED))
  return files.flatMap(path => {
    const script = read(path)
    if (!script) return []
    if (script.modules.includes(`${SEARCHED}/cwd`)) return [folder]
    return nodesOf(script, 'CallExpression').flatMap(call => {
      const [first] = argumentsOf(call)
      const callee = calleeOf(call)
      const isAdding = callee !== null && (dotted(script, callee) ?? sourceOf(script, callee)).endsWith('.addPath')
      if (!first || !isAdding || !script.modules.includes(SEARCHED)) return []
      const place = sourceOf(script, first) === '__dirname' ? '.' : placed(script, first)?.literal
      return place === undefined ? [] : [`${dirname(path)}/${String(place)}`]
    })
  })
}
