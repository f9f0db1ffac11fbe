import { dirname, isInside, join, normalize } from '../../text/paths.ts'
import { text, texts } from '../values.ts'
import type { View } from '../view.ts'

const CONFIGURATIONS = ['tsconfig.build.json', 'tsconfig.json']

/**
 * @param named further files of settings, which a script names
 * @returns the paths, without extension, that the compiler may write `path` from, by the settings above it, the likeliest first:
 * `lib/server` for `dist/server.js` with `rootDir: lib` and `outDir: dist`
 */
export function compiledFrom(view: View, path: string, named: readonly string[] = []): readonly string[] {
  const above = foldersAbove(path).flatMap(folder => CONFIGURATIONS.map(name => join(folder, name)))
  return [...named, ...above].flatMap(file => {
    const { out, roots } = foldersOf(view, file)
    if (out === undefined || out === '.' || path === out || !isInside(path, out)) return []
    const rest = path.slice(out.length + 1).replace(/\.[cm]?jsx?$/, '')
    return roots.filter(root => root !== out).map(root => join(root, rest))
  })
}

/** The nearest first, and the root of the repository last. */
function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === '.' ? ['.'] : [folder, ...foldersAbove(folder)]
}

/** Where settings of TypeScript write to, and the folders that they may read from: `rootDir`, else what they include. */
function foldersOf(view: View, file: string): { readonly out?: string; readonly roots: readonly string[] } {
  const doc = view.has(file) ? view.json(file, true) : undefined
  const at = (place: string): readonly string[] => {
    const found = normalize(`${dirname(file)}/${place}`)
    return found === undefined ? [] : [found]
  }
  const [out] = at(text(doc?.get('compilerOptions', 'outDir')) ?? '/')
  const root = text(doc?.get('compilerOptions', 'rootDir'))
  const included = texts(doc?.get('include')).map(pattern => pattern.replace(/\/?[^/]*\*.*$/, ''))
  const roots = root === undefined ? [...included, ...texts(doc?.get('files')).map(dirname), '.'] : [root]
  return { ...(out === undefined ? {} : { out }), roots: roots.flatMap(at) }
}
