import { dirname, isInside, join, normalize } from '../../text/paths.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'

const CONFIGURATIONS = ['tsconfig.json', 'tsconfig.build.json']

/**
 * @returns the path, without its extension, that the compiler writes `path` from, where the configuration above it names both folders:
 * `lib/server` for `dist/server.js` with `rootDir: lib` and `outDir: dist`
 */
export function compiledFrom(view: View, path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    for (const name of CONFIGURATIONS) {
      const file = join(folder, name)
      const doc = view.has(file) ? view.json(file, true) : undefined
      const [output, root] = ['outDir', 'rootDir'].map(key => {
        const named = text(doc?.get('compilerOptions', key))
        return named === undefined ? undefined : normalize(`${folder}/${named}`)
      })
      if (output === undefined || root === undefined || output === root || output === '.') continue
      if (path !== output && isInside(path, output))
        return join(root, path.slice(output.length + 1).replace(/\.[cm]?js$/, ''))
    }
    if (folder === '.') return undefined
  }
}
