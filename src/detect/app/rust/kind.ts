import type { PathUse } from '../../source/rust.ts'
import type { ManualLine, SiteChange } from '../types.ts'
import type { Bare, OwnCall } from './bare.ts'
import type { Layout } from './layout.ts'
import type { Sources } from './router.ts'

/** A place where the server is started. */
export interface Anchor {
  readonly bare: Bare
  /** Index of its first token. */
  readonly index: number
  readonly use: PathUse
}

/** What an anchor is changed to, or why it is not. */
export type Calls = readonly SiteChange[] | string

export interface CallInput {
  /** Files that may make the application: those of the program, and of libraries of the repository. */
  readonly sources: () => Sources
  readonly layout: Layout
  /** Path in front of the module's name. */
  readonly prefix: string
  /** True: the service ends by itself when it is asked to, in a way that the module cannot see. */
  readonly own: boolean
}

/** What a framework adds to the site that all of them have in common. */
export interface RustKind {
  /** Folder below `templates/app/`. */
  readonly kind: string
  /** Id of the framework in facts; the crate has the same name. */
  readonly framework: string
  /** Versions that the module is made for, as they stand in a manifest or a lock file. */
  readonly versions: RegExp
  /** What starts the server, for people and as the code writes it, with and without the module. */
  readonly start: string
  readonly written: RegExp
  /** The module has a function that starts the server: it is there as well when a person wires it. */
  readonly serves: boolean
  /** What `calls` writes, so that it is known again. */
  readonly own: readonly OwnCall[]
  readonly anchors: (bares: readonly Bare[]) => readonly Anchor[]
  readonly calls: (anchor: Anchor, input: CallInput) => Calls
  /** Why an anchor is not changed all the same; the version is the locked one. */
  readonly against?: (anchor: Anchor, version: string | undefined) => string | undefined
  /** @returns what a person adds, with the line that stops the server when the module is to stop it */
  readonly manual: (at: string) => { readonly calls: readonly ManualLine[]; readonly stop: ManualLine }
}
