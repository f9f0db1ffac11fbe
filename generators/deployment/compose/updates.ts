import type { Context, Output } from '../../../src/artifact/index.ts'
import { readYamlValue } from '../../../src/edit/yaml-value.ts'
import { dependabotPath, renovate, SETTINGS } from '../../build/docker-digest-pinning/updater.ts'

const ECOSYSTEM = 'docker-compose'

/**
 * @returns the entry that keeps the images of the stack fresh, where Dependabot looks after the repository; Renovate finds them by itself
 */
export function updatesOf(ctx: Context, artifact: string): readonly Output[] {
  const path = dependabotPath(ctx)
  if (renovate(ctx) || !ctx.ws.has(path)) return []
  if (covered(ctx.ws.read(path) ?? '') && !ctx.ownersOf(path).includes(artifact)) return []
  const entry = { 'package-ecosystem': ECOSYSTEM, directory: '/' }
  return [
    {
      type: 'edit',
      path,
      format: 'yaml',
      changes: [{ path: ['updates', entry], value: { ...entry, ...SETTINGS } }],
    },
  ]
}

function covered(text: string): boolean {
  const updates = (readYamlValue(text) as { readonly updates?: unknown } | null | undefined)?.updates
  return (
    Array.isArray(updates) &&
    updates.some(
      entry => (entry as { readonly 'package-ecosystem'?: unknown } | null)?.['package-ecosystem'] === ECOSYSTEM,
    )
  )
}
