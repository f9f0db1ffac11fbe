import { basename, dirname, join } from '../../../text/paths.ts'
import type { RustSource } from '../../source/rust.ts'
import type { RustCode } from '../../services/rust-code.ts'
import { isConditional } from './tokens.ts'
import { withoutModule } from './without.ts'

/** @returns the files that are compiled into the crate whose root is given, by their `mod` declarations; undefined when one of them cannot be followed */
export function crateFiles(code: RustCode, root: string): ReadonlySet<string> | undefined {
  const files = new Set([root])
  for (const file of files) {
    const text = code.view.text(file)
    if (text === undefined) continue
    const { source } = withoutModule(file, text)
    for (const name of declaredIn(source)) {
      if (name === undefined) return undefined
      const folder = isRoot(file, root) ? dirname(file) : join(dirname(file), basename(file).replace(/\.rs$/, ''))
      const found = [join(folder, `${name}.rs`), join(folder, name, 'mod.rs')].find(path => code.view.has(path))
      if (found !== undefined) files.add(found)
    }
  }
  return files
}

function isRoot(file: string, root: string): boolean {
  return file === root || basename(file) === 'mod.rs'
}

/** Names of `mod name;`; undefined for one with a path of its own. */
function declaredIn(source: RustSource): readonly (string | undefined)[] {
  const { tokens } = source
  return tokens.flatMap((token, i) => {
    if (token.kind !== 'word' || token.text !== 'mod' || tokens[i + 2]?.text !== ';') return []
    const name = tokens[i + 1]?.text ?? ''
    const before = tokens.slice(Math.max(0, i - 12), i).map(t => t.text)
    return [before.includes('path') && !isConditional(source, i) ? undefined : name]
  })
}
