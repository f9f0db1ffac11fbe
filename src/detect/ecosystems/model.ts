import type { Doc } from '../documents/doc.ts'
import type { Evidence, Fact, Package, Project } from '../types.ts'
import type { CargoLock } from './cargo-lock.ts'

/** What the image of a package starts. */
export interface ImageCommand {
  /** Program and arguments, without what only passes signals on. */
  readonly words: readonly string[]
  /** The script of package.json that it runs. */
  readonly script?: string
  readonly evidence: Evidence
}

/** A package with what detection needs beside the facts that are printed. */
export interface SourcePackage {
  readonly facts: Package
  readonly doc: Doc
  /** Folder of the project it belongs to. */
  readonly project: string
  /** Folders of the packages of the repository that it is built from, for its programs (not for tests). */
  readonly local: readonly string[]
  /** Rust: the edition; the binary that `cargo run` takes. */
  readonly edition?: Fact<string>
  readonly defaultRun?: string
  /** Node: an application without a package.json of its own: the folder of the one that its scripts and dependencies stand in. */
  readonly host?: string
  /** Node: the file that `main` (or `module`) names, as written. */
  readonly main?: string
  /** Node: the lines of a shell script of its folder that run a program; nothing for any other file. */
  readonly shell?: (file: string) => readonly string[]
  /** Node: what the image of its folder runs, where there is one. */
  readonly image?: ImageCommand
  /** Rust: what it is to the packages that take its library, where its program uses more than that. */
  readonly offered?: SourcePackage
  /** Rust: packages that it depends on without their default features. */
  readonly bare?: ReadonlySet<string>
  /** Rust: the folder of the workspace that neither names the package nor leaves it out: cargo refuses to build it where it lies. */
  readonly orphanOf?: string
  /** Rust: what the lock file of the project says. */
  readonly lock?: CargoLock
}

/** What one ecosystem found. */
export interface Found {
  readonly projects: readonly Project[]
  /** By folder. */
  readonly packages: ReadonlyMap<string, SourcePackage>
}

/** Folders whose manifests are data of tests or other people's code, never packages of the repository. */
const FOREIGN = new Set([
  'node_modules',
  'bower_components',
  'target',
  'vendor',
  'third_party',
  'third-party',
  'fixtures',
  '__fixtures__',
  'fixture',
  'testdata',
  'test-data',
  'test-fixtures',
  '__mocks__',
  '__snapshots__',
  'snapshots',
  'cookiecutter',
])

/** @returns true when a folder of `path` says that what is below is not the repository's own */
export function isForeign(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some(part => FOREIGN.has(part.toLowerCase()))
}
