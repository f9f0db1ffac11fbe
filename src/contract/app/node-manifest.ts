import { join } from '../../text/paths.ts'
import type { AppFeature } from '../../detect/types.ts'
import type { AppFramework } from './types.ts'

/** Newest releases that run with all versions of Node that are maintained. Read from the npm registry in 2026-11. All of them MIT or Apache-2.0. */
const RANGES = { 'prom-client': '^15.1.3', pino: '^10.4.0' } as const

type Library = keyof typeof RANGES

/** @returns the dependencies of the parts, as edits of package.json */
export function nodeManifests(
  libraries: Readonly<Partial<Record<AppFeature, readonly Library[]>>>,
): AppFramework['manifests'] {
  return (feature, { service, ws }) => {
    const wanted = libraries[feature] ?? []
    const path = join(service.path, 'package.json')
    if (wanted.length === 0 || !ws.has(path)) return []
    return [
      { path, format: 'json', changes: wanted.map(name => ({ path: ['dependencies', name], value: RANGES[name] })) },
    ]
  }
}
