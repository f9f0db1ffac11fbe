import { dirname, join } from '../../text/paths.ts'
import { FILE } from '../app/rust/names.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { cargoLibrary } from '../ecosystems/rust-manifest.ts'
import { readRust, type RustSource } from '../source/rust.ts'
import type { Binary } from '../types.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'
import { closureOf } from './needs.ts'
import { withOffered } from './rust-offered.ts'

const NOT_SHIPPED =
  /(^|\/)(tests?|benches|examples|fuzz|target)\/|(^|\/)(tests?|fuzz|[\w-]+_tests?|test_(utils?|helpers?))\.rs$|(^|\/)build\.rs$/

/** What is longer was generated. */
const LONGEST = 800_000

/** Rust sources of packages, each parsed at most once, and only when a word that matters is in it. */
export class RustCode {
  readonly #sources = new Map<string, RustSource | undefined>()
  readonly #files = new Map<string, readonly string[]>()
  #names: ReadonlySet<string> | undefined
  #built: ReadonlyMap<string, SourcePackage> | undefined

  constructor(
    readonly view: View,
    private readonly packages: ReadonlyMap<string, SourcePackage>,
  ) {}

  /** @returns the files that are compiled into the package's library and programs; the other programs' own files are left out where `binary` is given */
  files(source: SourcePackage, binary?: Binary): readonly string[] {
    const key = `${source.facts.path}\0${binary?.source ?? ''}\0${binary?.name ?? ''}`
    const found = this.#files.get(key) ?? this.#compiled(source, binary)
    this.#files.set(key, found)
    return found
  }

  #compiled(source: SourcePackage, binary?: Binary): readonly string[] {
    const { path, binaries } = source.facts
    const library = text(source.doc.get('lib', 'path'))
    const roots = new Set([
      join(path, 'src'),
      ...(library === undefined ? [] : [dirname(join(path, library))]),
      ...binaries.flatMap(b => (b.source === undefined ? [] : [dirname(b.source)])),
    ])
    const all = new Set(
      [...roots].flatMap(root => this.view.below(root === '.' ? '' : `${root}/`).filter(file => file.endsWith('.rs'))),
    )
    for (const own of binaries) if (own.source !== undefined) all.add(own.source)
    const others = binaries.filter(other => binary && other.source !== binary.source).flatMap(other => ownFiles(other))
    return [...all].filter(file => {
      const below = path === '.' ? file : file.slice(path.length + 1)
      if (NOT_SHIPPED.test(below) && !binaries.some(b => b.source === file)) return false
      if (FILE.test(file) && !this.#declares([...all])) return false
      return (
        !others.some(prefix => (prefix.endsWith('/') ? file.startsWith(prefix) : file === prefix)) &&
        this.#owner(file) === path
      )
    })
  }

  /** A module that no file declares is not compiled: that of ours may lie there, for a person to call. */
  #declares(files: readonly string[]): boolean {
    return files.some(file => /^[^/\n]*\bmod prod_ready;/m.test(this.view.text(file) ?? ''))
  }

  /** @returns the files that are compiled into the package's library, without those of its programs */
  libraryFiles(source: SourcePackage): readonly string[] {
    const programs = new Set(source.facts.binaries.map(binary => binary.source))
    return this.files(source).filter(file => !programs.has(file))
  }

  /** @returns the packages by folder, with what each is to those who take its library */
  built(): ReadonlyMap<string, SourcePackage> {
    this.#built ??= withOffered(this, this.packages)
    return this.#built
  }

  /** @returns the packages of the repository that `source` is built from, itself first, then the nearest */
  closure(source: SourcePackage): readonly SourcePackage[] {
    return closureOf(source, this.built())
  }

  /** @returns the parsed files among `files` whose text matches `pattern`: parsing is what costs, and most files have nothing to say */
  matching(files: readonly string[], pattern: RegExp): readonly RustSource[] {
    return files.filter(file => pattern.test(this.view.text(file) ?? '')).flatMap(file => this.source(file) ?? [])
  }

  source(path: string): RustSource | undefined {
    if (!this.#sources.has(path)) {
      const text = this.view.text(path)
      this.#sources.set(path, text === undefined || text.length > LONGEST ? undefined : readRust(path, text))
    }
    return this.#sources.get(path)
  }

  /** @returns true for a path into a crate from elsewhere, as the manifest of the file's package says: `env_logger::init` is no `init` of ours */
  isForeign(file: string, path: string): boolean {
    const [crate, ...below] = path.split('::')
    const facts = below.length ? this.packages.get(this.#owner(file) ?? '')?.facts : undefined
    const names = facts?.dependencies.map(dependency => dependency.name.replaceAll('-', '_')) ?? []
    return crate !== undefined && names.includes(crate) && !this.#ours().has(crate)
  }

  /**
   * @returns the name by which a program calls what stands in `file`, when that is the root of its library: `ferry_core`
   */
  crateOf(file: string): string | undefined {
    const owner = this.packages.get(this.#owner(file) ?? '')
    if (!owner || cargoLibrary(this.view, owner.doc) !== file) return undefined
    return (text(owner.doc.get('lib', 'name')) ?? owner.facts.name?.value)?.replaceAll('-', '_')
  }

  #ours(): ReadonlySet<string> {
    this.#names ??= new Set(
      [...this.packages.values()].map(({ facts }) => (facts.name?.value ?? '').replaceAll('-', '_')),
    )
    return this.#names
  }

  /** The nearest folder above a file that is a package. */
  #owner(file: string): string | undefined {
    let folder = dirname(file)
    while (folder !== '.' && !this.packages.has(folder)) folder = dirname(folder)
    return this.packages.has(folder) ? folder : undefined
  }
}

/** What belongs to one program only: its file, or its folder below src/bin. */
function ownFiles(binary: Binary): readonly string[] {
  const { source } = binary
  if (source === undefined) return []
  return /\/bin\/[^/]+\/main\.rs$/.test(`/${source}`) ? [`${dirname(source)}/`] : [source]
}
