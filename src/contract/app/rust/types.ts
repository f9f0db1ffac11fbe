import type { ModuleNeed } from '../types.ts'

export type RustFramework = 'axum' | 'actix'

/** What the templates of a module are told, as far as its text depends on it. */
export interface RustModule {
  readonly framework: RustFramework
  /** Templates that are part of it; a feature's has its name. */
  readonly parts: readonly string[]
  readonly needs: readonly ModuleNeed[]
  /** Names of variables that the service does not start without. */
  readonly required?: readonly string[]
  readonly traits: Readonly<Record<string, string | number | boolean>>
}
