import { nodeManifests } from './node-manifest.ts'
import { FEATURES } from './parts.ts'
import type { AppFramework } from './types.ts'

/** Parts that stand side by side in the modules of all Node frameworks. */
const SHARED: readonly string[] = ['request-id', 'logging', 'metrics', 'error-boundary', 'headers', 'health']

interface NodeFramework {
  readonly kind: string
  /** What stands above the shared parts, and below them. */
  readonly above: readonly string[]
  readonly below: readonly string[]
  readonly libraries: Parameters<typeof nodeManifests>[0]
}

/** @returns what the module for a Node framework is made of */
export function nodeFramework({ kind, above, below, libraries }: NodeFramework): AppFramework {
  const order = [...above, ...SHARED, ...below]
  const chosen = new Set<string>(FEATURES)
  return {
    kind,
    order,
    always: order.filter(name => !chosen.has(name)),
    features: FEATURES,
    manifests: nodeManifests(libraries),
  }
}
