import { nodeManifests } from '../node-manifest.ts'
import type { AppFramework } from '../types.ts'

export const detector: AppFramework = {
  kind: 'fastify',
  order: [
    'drain',
    'request-id',
    'logging',
    'metrics',
    'error-boundary',
    'headers',
    'health',
    'base',
    'limits',
    'configuration',
  ],
  always: ['base', 'limits', 'drain'],
  features: ['health', 'metrics', 'logging', 'request-id', 'error-boundary', 'headers', 'configuration'],
  manifests: nodeManifests({ metrics: ['prom-client'] }),
}
