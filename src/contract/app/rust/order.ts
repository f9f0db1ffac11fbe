import type { AppFeature } from '../../../detect/types.ts'
import type { RustFramework } from './types.ts'

/** The parts in the order in which they stand in the module. A name with a folder is a part that the frameworks share. */
export const ORDER: Readonly<Record<RustFramework, readonly string[]>> = {
  axum: [
    '../rust/settings',
    'logging',
    '../rust/logging',
    'configuration',
    '../rust/configuration',
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
    'harden',
    'drain',
    'serve',
  ],
  actix: [
    '../rust/settings',
    'logging',
    '../rust/logging',
    'configuration',
    '../rust/configuration',
    'probes',
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
    'drain',
  ],
}

/** Parts that an artifact adds. */
export const FEATURES: readonly AppFeature[] = [
  'health',
  'metrics',
  'logging',
  'request-id',
  'error-boundary',
  'headers',
]

const CHOSEN: ReadonlySet<string> = new Set<AppFeature>([...FEATURES, 'configuration'])

/** @returns the parts that stand in every module, where they have something to say */
export function alwaysOf(framework: RustFramework): readonly string[] {
  return ORDER[framework].filter(name => !CHOSEN.has(name))
}
