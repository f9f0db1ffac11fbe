import type { AppSite } from '../../../detect/app/types.ts'
import type { AppFeature } from '../../../detect/types.ts'
import type { Crate } from './cargo.ts'

/**
 * Versions that build with Rust 1.80 and later, read from crates.io in 2026-11; all of them MIT, or MIT and Apache-2.0. The default features of the
 * exporter are a push gateway's client and a second server.
 */
const METRICS: readonly Crate[] = [
  { name: 'metrics', version: '0.24' },
  { name: 'metrics-exporter-prometheus', version: '0.18', defaults: false },
]

const LOGGING: readonly Crate[] = [
  { name: 'tracing', version: '0.1', basic: ['std'] },
  { name: 'tracing-subscriber', version: '0.3', basic: ['std', 'fmt', 'registry', 'tracing-log'] },
]

/** A logger that knows the crate `log` only is told by a feature of `tracing`. */
const LOG: readonly Crate[] = [{ name: 'tracing', version: '0.1', features: ['log'], basic: ['std'] }]

/** @param traits of the site @returns the crates of the parts that the frameworks share */
export function cratesOf(feature: AppFeature, traits: AppSite['traits']): readonly Crate[] {
  if (feature === 'metrics') return METRICS
  if (feature !== 'logging') return []
  if (traits['logCrate'] === true) return LOG
  return traits['logger'] === 'none' ? LOGGING.slice(0, 1) : LOGGING
}
