import { basename, dirname, isInside, join, normalize, relative } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { text, texts } from '../values.ts'
import { commandsOf } from './node-command.ts'

/** Folders that compilers write to; what stands first in a path of a built file. */
const BUILT = /^(?:\.\/)?(dist|build|out|lib|compiled|built|\.build|output|target|bin)\//

/**
 * @param file as a script names it, relative to the package
 * @returns files that it may be built from, relative to the repository and without extension, the likeliest first: what the settings of the
 * compiler say, then what is usual
 */
export function* builtFrom(code: ScriptCode, source: SourcePackage, file: string): Generator<string> {
  const folder = source.facts.path
  const path = normalize(`${folder}/${file}`)
  for (const { out, roots } of compilersOf(code, source))
    if (path !== undefined && out !== folder && isInside(path, out))
      for (const root of roots) yield join(root, bare(relative(out, path)))
  const built = BUILT.exec(file)
  if (!built) return
  const rest = bare(file.slice(built[0].length))
  yield join(folder, `src/${rest}`)
  yield join(folder, rest)
  yield join(folder, rest.replace(/^src\//, ''))
  yield join(folder, `src/${basename(rest)}`)
  yield join(folder, `server/${rest}`)
  for (const name of nested(rest)) yield join(folder, name)
  yield* onlyOne(code, folder, rest)
}

function bare(file: string): string {
  return file.replace(/\.[cm]?jsx?$/, '')
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

interface Compiler {
  /** Folder that it writes to, and those that it reads from, relative to the repository. */
  readonly out: string
  readonly roots: readonly string[]
}

/** What the settings of TypeScript say that scripts name, or that have a usual name. */
function compilersOf({ view }: ScriptCode, source: SourcePackage): readonly Compiler[] {
  const named = Object.keys(source.facts.scripts).flatMap(script =>
    commandsOf(source, script).flatMap(({ words }) => {
      const at = words[0] === 'tsc' ? words.findIndex(word => /^(?:-p|-b|--project|--build)$/.test(word)) : -1
      return at === -1 ? [] : (words[at + 1] ?? [])
    }),
  )
  return [...new Set([...named, 'tsconfig.build.json', 'tsconfig.json'])].flatMap(name => {
    const given = normalize(`${source.facts.path}/${name}`)
    const path = given !== undefined && !given.endsWith('.json') ? join(given, 'tsconfig.json') : given
    const doc = path !== undefined && view.has(path) ? view.json(path, true) : undefined
    const home = dirname(path ?? '')
    const at = (place: string): readonly string[] => {
      const found = normalize(`${home}/${place}`)
      return found === undefined ? [] : [found]
    }
    const out = text(doc?.get('compilerOptions', 'outDir'))
    if (!doc || out === undefined) return []
    const root = text(doc.get('compilerOptions', 'rootDir'))
    const included = texts(doc.get('include')).map(pattern => pattern.replace(/\/?(?:[^/]*\*.*)$/, ''))
    const roots = root === undefined ? [...included, ...texts(doc.get('files')).map(dirname), '.'] : [root]
    return at(out).map(folder => ({ out: folder, roots: roots.flatMap(at) }))
  })
}
