import { cargoManifests } from '../rust/cargo.ts'
import { cratesOf } from '../rust/crates.ts'
import { derived } from '../rust/data.ts'
import { alwaysOf, FEATURES, ORDER } from '../rust/order.ts'
import type { RustModule } from '../rust/types.ts'
import type { AppFramework } from '../types.ts'

export const detector: AppFramework = {
  kind: 'actix',
  order: ORDER.actix,
  always: alwaysOf('actix'),
  features: FEATURES,
  manifests: cargoManifests((feature, { site }) => cratesOf(feature, site.traits)),
  data: () => ({ derive: (it: Omit<RustModule, 'framework'>) => derived({ ...it, framework: 'actix' }) }),
}
