import type { ModuleNeed } from '../types.ts'

/** What the templates of a module are told, as far as its text depends on it. */
export interface RustModule {
  /** Templates that are part of it; a feature's has its name. */
  readonly parts: readonly string[]
  readonly needs: readonly ModuleNeed[]
  /** Names of variables that the service does not start without. */
  readonly required: readonly string[]
  /** Paths that the platform asks. */
  readonly probes: readonly string[]
  readonly traits: Readonly<Record<string, string | number | boolean>>
}
