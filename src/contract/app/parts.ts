import type { AppFeature } from '../../detect/types.ts'

/** Parts of a module that an artifact adds. */
export const FEATURES: readonly AppFeature[] = [
  'health',
  'metrics',
  'logging',
  'request-id',
  'error-boundary',
  'headers',
  'configuration',
]
