import type { AppSite } from '../../detect/app/types.ts'
import type { AppFeature, Service } from '../../detect/types.ts'
import type { Change, EditFormat } from '../../edit/types.ts'
import type { Workspace } from '../../workspace/types.ts'

/** How the module is made for one framework: data of one file in `frameworks/`; its text is in `templates/app/<kind>/`. */
export interface AppFramework {
  /** Kind of the sites that it is for. */
  readonly kind: string
  /** Templates of the module in the order in which their sections stand in it. */
  readonly order: readonly string[]
  /** Those of them that come with any part. */
  readonly always: readonly string[]
  /** What the module can do. */
  readonly features: readonly AppFeature[]
  /** What a part needs in manifests. */
  readonly manifests: (feature: AppFeature, input: ManifestInput) => readonly ManifestEdit[]
  /** Further data for the templates. */
  readonly data?: (input: ManifestInput) => object
}

export interface ManifestInput {
  readonly service: Service
  readonly site: AppSite
  readonly ws: Workspace
}

export interface ManifestEdit {
  readonly path: string
  readonly format: EditFormat
  readonly changes: readonly Change[]
}

/** What the templates of a module are told. */
export interface ModuleData {
  readonly always: readonly string[]
  readonly order: readonly string[]
  /** Typed JavaScript is the source of three of them. */
  readonly dialect: 'typescript' | 'esm' | 'commonjs' | 'rust'
  readonly style: CodeStyle
  /** Parts that the code has already. */
  readonly own: readonly string[]
  /** What readiness depends on. */
  readonly needs: readonly ModuleNeed[]
  readonly traits: AppSite['traits']
  /** The module answers the path for liveness, and that for readiness. */
  readonly live: boolean
  readonly ready: boolean
  /** Variables that must be set. */
  readonly required: readonly string[]
  /** Paths that the platform asks. */
  readonly probes: readonly string[]
  readonly [key: string]: unknown
}

export interface ModuleNeed {
  readonly name: string
  /** Variable with its URL, and the port when the URL names none. */
  readonly variable: string
  readonly port: number
  readonly optional: boolean
}

/** How code is laid out: names as Prettier has them. */
export interface CodeStyle {
  readonly semi: boolean
  readonly singleQuote: boolean
  readonly useTabs: boolean
  readonly tabWidth: number
  readonly printWidth: number
  readonly trailingComma: 'all' | 'none'
  readonly arrowParens?: 'always' | 'avoid'
}
