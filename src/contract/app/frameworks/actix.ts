import { cargoManifests, type Crate } from '../rust/cargo.ts'
import { cratesOf } from '../rust/crates.ts'
import { derived } from '../rust/data.ts'
import { alwaysOf, FEATURES, ORDER } from '../rust/order.ts'
import type { RustModule } from '../rust/types.ts'
import type { AppFramework } from '../types.ts'

/** Bodies are streams, and the traits of streams are in no crate that actix-web hands on; it has this one itself. MIT and Apache-2.0. */
const STREAMS: readonly Crate[] = [{ name: 'futures-util', version: '0.3', defaults: false }]

export const detector: AppFramework = {
  kind: 'actix',
  order: ORDER.actix,
  always: alwaysOf('actix'),
  features: FEATURES,
  manifests: cargoManifests((feature, { site }) =>
    feature === 'limits' && site.traits['bodyLimit'] === true ? STREAMS : cratesOf(feature, site.traits),
  ),
  data: () => ({ derive: (it: Omit<RustModule, 'framework'>) => derived({ ...it, framework: 'actix' }) }),
}
