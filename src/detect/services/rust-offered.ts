import { basename, dirname, join } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { cargoLibrary } from '../ecosystems/rust-manifest.ts'
import type { Dependency } from '../types.ts'
import type { RustCode } from './rust-code.ts'

/**
 * @returns the packages by folder, each that is a program and a library with what it is to those who take the library: what only the program
 * uses, as the files say that the library is compiled from, they are not built with
 */
export function withOffered(
  code: RustCode,
  packages: ReadonlyMap<string, SourcePackage>,
): ReadonlyMap<string, SourcePackage> {
  const taken = new Set([...packages.values()].flatMap(({ local }) => local))
  return new Map(
    [...packages].map(([folder, source]) => {
      const isBoth = source.facts.hasLibrary && source.facts.binaries.length > 0
      const offered = isBoth && taken.has(folder) ? offeredOf(code, source, packages) : undefined
      return [folder, offered ? { ...source, offered } : source]
    }),
  )
}

function offeredOf(
  code: RustCode,
  source: SourcePackage,
  packages: ReadonlyMap<string, SourcePackage>,
): SourcePackage | undefined {
  const { facts, doc, local } = source
  const root = cargoLibrary(code.view, doc)
  const library = root === undefined ? undefined : compiledFrom(code, root)
  if (!library) return undefined
  const others = code.files(source).filter(file => !library.has(file))
  const gone = facts.dependencies.filter(
    dependency => names(code, others, dependency) && !names(code, [...library], dependency),
  )
  const without = new Set(gone.map(({ name }) => name))
  return gone.length
    ? {
        ...source,
        facts: { ...facts, dependencies: facts.dependencies.filter(({ name }) => !without.has(name)) },
        local: local.filter(folder => !without.has(packages.get(folder)?.facts.name?.value ?? '')),
      }
    : undefined
}

/** The name in a comment counts as well: then nothing is taken away. */
function names({ view }: RustCode, files: readonly string[], { alias, name }: Dependency): boolean {
  const pattern = new RegExp(String.raw`\b${literally((alias ?? name).replaceAll('-', '_'))}\b`)
  return files.some(file => pattern.test(view.text(file) ?? ''))
}

/** The files that `mod` declarations lead to; undefined where one of them names a path, or stands in a macro. */
function compiledFrom(code: RustCode, root: string): ReadonlySet<string> | undefined {
  const files = new Set([root])
  for (const file of files) {
    const { tokens } = code.source(file) ?? {}
    if (!tokens || tokens.some((token, i) => token.text === 'path' && tokens[i - 1]?.text === '[')) return undefined
    const isHome = file === root || basename(file) === 'mod.rs'
    const folder = isHome ? dirname(file) : join(dirname(file), basename(file).replace(/\.rs$/, ''))
    for (const [i, token] of tokens.entries()) {
      if (token.kind !== 'word' || token.text !== 'mod' || tokens[i + 2]?.text !== ';') continue
      const name = tokens[i + 1]?.text ?? ''
      const found = [join(folder, `${name}.rs`), join(folder, name, 'mod.rs')].find(path => code.view.has(path))
      if (found === undefined) return undefined
      files.add(found)
    }
  }
  return files
}
