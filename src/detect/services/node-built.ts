import { basename, join, normalize } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { compiledFrom } from '../source/compiled.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { commandsOf } from './node-command.ts'

/** Folders that compilers write to; what stands first in a path of a built file. */
const BUILT = /^(?:\.\/)?(dist|build|out|lib|compiled|built|\.build|output|target|bin)\//

/**
 * @param named as a script names it, relative to the package
 * @returns files that it may be built from, relative to the repository and without extension, the likeliest first: what the settings of the
 * compiler say, then what is usual
 */
export function* builtFrom(code: ScriptCode, source: SourcePackage, named: string): Generator<string> {
  const folder = source.facts.path
  const file = indexOf(code, folder, named)
  const path = normalize(`${folder}/${file}`)
  const isThere = path !== undefined && code.view.has(path)
  if (path !== undefined && !isThere) yield* compiledFrom(code.view, path, settingsOf(source))
  const built = BUILT.exec(file)
  if (!built) return
  const rest = file.slice(built[0].length).replace(/\.[cm]?jsx?$/, '')
  yield join(folder, `src/${rest}`)
  // Folders that hold sources as often: what lies there as it is named was not built.
  if (isThere && /^(?:lib|bin)$/.test(built[1] ?? '')) return
  yield join(folder, rest)
  yield join(folder, rest.replace(/^src\//, ''))
  yield join(folder, `src/${basename(rest)}`)
  yield join(folder, `server/${rest}`)
  for (const name of nested(rest)) yield join(folder, name)
  yield* onlyOne(code, folder, rest)
}

/** `build/index.js` of `node build`: a folder stands for its index, and one that is not there is still to be built. */
export function indexOf(code: ScriptCode, folder: string, file: string): string {
  const plain = file.replace(/^\.\/|\/$/g, '')
  const isFolder = file.endsWith('/') || (BUILT.test(`${plain}/`) && !plain.includes('/'))
  return isFolder && code.file(join(folder, plain)) === undefined ? `${plain}/index.js` : file
}

/** A compiler that keeps the folders of a workspace: `dist/apps/api/src/main`. */
function nested(rest: string): readonly string[] {
  const parts = rest.split('/')
  return parts.slice(1).map((_, i) => parts.slice(i + 1).join('/'))
}

/** The one file of the package that ends in the same path, where a compiler says in code what it reads. */
function onlyOne(code: ScriptCode, folder: string, rest: string): readonly string[] {
  const files = folder === '.' ? code.view.files : code.view.below(`${folder}/`)
  const same = files.filter(file => /\.[cm]?tsx?$/.test(file) && file.replace(/\.[cm]?tsx?$/, '').endsWith(`/${rest}`))
  return same.length === 1 ? same.map(file => file.replace(/\.[cm]?tsx?$/, '')) : []
}

/** Settings of TypeScript that scripts name: `tsc -p ./server` */
function settingsOf(source: SourcePackage): readonly string[] {
  const named = Object.keys(source.facts.scripts).flatMap(script =>
    commandsOf(source, script).flatMap(({ words }) => {
      const at = words[0] === 'tsc' ? words.findIndex(word => /^(?:-p|-b|--project|--build)$/.test(word)) : -1
      return at === -1 ? [] : (words[at + 1] ?? [])
    }),
  )
  return named.flatMap(name => {
    const path = normalize(`${source.facts.path}/${name}`)
    return path === undefined ? [] : [path.endsWith('.json') ? path : join(path, 'tsconfig.json')]
  })
}
