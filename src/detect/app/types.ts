import type { Change } from '../../edit/types.ts'
import type { Evidence } from '../evidence.ts'
import type { AppFeature } from '../surface.ts'

/** Where the module of a service goes, and how its code calls it. The same whether it is there already or not. */
export interface AppSite {
  /** Folder below `templates/app/`. */
  readonly kind: string
  /** Path of the module. */
  readonly module: string
  /** What the service's code needs so that the module is called; none when `refused`. */
  readonly wiring: readonly Wiring[]
  /** Why the code is not changed. */
  readonly refused?: Refusal
  /** What a person adds so that one part works, where the code could not be changed for it. */
  readonly manual?: readonly ManualPart[]
  /** For the templates: how the language and the framework are written here. */
  readonly traits: Readonly<Record<string, string | number | boolean>>
}

/** Changes of one file. */
export interface Wiring {
  readonly path: string
  readonly changes: readonly SiteChange[]
}

export interface SiteChange {
  readonly change: Change
  /** Only with this part of the module; undefined: with any. */
  readonly feature?: AppFeature
}

/** The place where the module is called cannot be told for certain. */
export interface Refusal {
  /** The rest of a sentence that begins with "because". */
  readonly reason: string
  /** Where to look. */
  readonly evidence: readonly Evidence[]
  /** Lines that a person adds, as code, with what each of them goes behind. */
  readonly lines: readonly ManualLine[]
}

export interface ManualLine {
  readonly code: string
  /** "at the top of src/app.ts" */
  readonly where: string
}

export interface ManualPart extends ManualLine {
  readonly feature: AppFeature
}

/** A part of the module that the code has already, without the module. */
export interface OwnPart {
  readonly feature: AppFeature | 'liveness' | 'readiness' | 'metrics-path' | 'crash'
  readonly evidence: readonly Evidence[]
  /** Of a route. */
  readonly path?: string
}
