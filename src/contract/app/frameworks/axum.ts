import { cargoManifests, type Crate } from '../rust/cargo.ts'
import { cratesOf } from '../rust/crates.ts'
import { derived } from '../rust/data.ts'
import { alwaysOf, FEATURES, ORDER } from '../rust/order.ts'
import type { RustModule } from '../rust/types.ts'
import type { AppFramework } from '../types.ts'

/** What the module uses of crates that the service has already. */
const BASE: readonly Crate[] = [
  { name: 'axum', version: '0.8', basic: ['http1', 'matched-path', 'tokio'] },
  { name: 'tokio', version: '1', features: ['macros', 'net', 'signal', 'time'] },
]

export const detector: AppFramework = {
  kind: 'axum',
  order: ORDER.axum,
  always: alwaysOf('axum'),
  features: FEATURES,
  manifests: cargoManifests((feature, { site }) => (feature === 'limits' ? BASE : cratesOf(feature, site.traits))),
  data: () => ({ derive: (it: Omit<RustModule, 'framework'>) => derived({ ...it, framework: 'axum' }) }),
}
