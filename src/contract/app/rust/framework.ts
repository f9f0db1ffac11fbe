import type { AppSite } from '../../../detect/app/types.ts'
import { cargoManifests, type Crate } from './cargo.ts'
import { cratesOf } from './crates.ts'
import { derived } from './data.ts'
import type { Import } from './imports.ts'
import type { ModuleData } from './module-data.ts'
import type { RustModule } from './types.ts'
import { FEATURES } from '../parts.ts'
import type { AppFramework } from '../types.ts'

/** A name with a folder is a part that the frameworks share. */
const START: readonly string[] = [
  '../rust/settings',
  'logging',
  '../rust/logging',
  'configuration',
  '../rust/configuration',
]
const MIDDLE: readonly string[] = [
  'health',
  '../rust/dependencies',
  '../rust/metrics',
  'metrics',
  'observation',
  '../rust/method',
  'request-id',
  '../rust/request-id',
  'errors',
  'error-boundary',
  '../rust/panics',
  'headers',
  '../rust/headers',
  'limits',
  'guard',
]

interface RustFramework {
  readonly kind: string
  /** What stands above the answers to probes, and at the end of the module. */
  readonly probes?: readonly string[]
  readonly end: readonly string[]
  /** Crates that the module always uses, or with the traits of its site: asked for with its limits. */
  readonly base?: (traits: AppSite['traits']) => readonly Crate[]
  /** The module's logger can ask the task for the id of its request: a span for it would cost a quarter of the whole module. */
  readonly idOfTask?: boolean
  /** What the module names by its last part. */
  readonly paths: (data: ModuleData) => readonly Import[]
}

/** @returns what the module for a Rust framework is made of */
export function rustFramework({ kind, probes = [], end, base, idOfTask = false, paths }: RustFramework): AppFramework {
  const order = [...START, ...probes, ...MIDDLE, ...end]
  const chosen = new Set<string>(FEATURES)
  return {
    kind,
    order,
    always: order.filter(name => !chosen.has(name)),
    features: FEATURES,
    manifests: cargoManifests((feature, { site }) =>
      feature === 'limits' && base ? base(site.traits) : cratesOf(feature, site.traits),
    ),
    data: () => ({ derive: (module: RustModule) => derived(module, idOfTask, paths) }),
  }
}
