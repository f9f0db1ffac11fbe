import { join } from '../../text/paths.ts'
import type { AppFeature } from '../../detect/types.ts'
import type { AppFramework } from './types.ts'

/** Releases with the oldest Node that they run with, the newest first. Read from the npm registry in 2026-11; MIT (pino), Apache-2.0 (prom-client). */
const RELEASES = {
  'prom-client': [{ range: '^15.1.3', node: 0 }],
  pino: [
    { range: '^10.4.0', node: 20 },
    { range: '^9.14.0', node: 0 },
  ],
} as const

type Library = keyof typeof RELEASES

/** @returns the dependencies of the parts, as edits of package.json */
export function nodeManifests(
  libraries: Readonly<Partial<Record<AppFeature, readonly Library[]>>>,
): AppFramework['manifests'] {
  return (feature, { service, ws }) => {
    const wanted = libraries[feature] ?? []
    const path = join(service.path, 'package.json')
    const node = Number(/\d+/.exec(service.languageVersion?.value ?? '')?.[0] ?? 20)
    const rangeOf = (name: Library): string => RELEASES[name].find(release => release.node <= node)?.range ?? '*'
    if (wanted.length === 0 || !ws.has(path)) return []
    return [
      { path, format: 'json', changes: wanted.map(name => ({ path: ['dependencies', name], value: rangeOf(name) })) },
    ]
  }
}
