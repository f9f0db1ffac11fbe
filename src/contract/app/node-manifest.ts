import { join } from '../../text/paths.ts'
import type { AppFeature } from '../../detect/types.ts'
import type { AppFramework } from './types.ts'

interface Release {
  readonly range: string
  /** The oldest Node that it runs with. */
  readonly node: number
  /** False where its declarations do not compile with all settings of TypeScript. */
  readonly typed?: false
}

/**
 * The newest first. Read from the npm registry in 2026-11; MIT (pino), Apache-2.0 (prom-client). The declarations of pino 10.1.1 to 10.4.0
 * import a default of thread-stream, which is an error (TS1259) without esModuleInterop.
 */
const RELEASES: Readonly<Record<'prom-client' | 'pino', readonly Release[]>> = {
  'prom-client': [{ range: '^15.1.3', node: 0 }],
  pino: [
    { range: '^10.4.0', node: 20, typed: false },
    { range: '^9.14.0', node: 0 },
  ],
}

type Library = keyof typeof RELEASES

/** @returns the dependencies of the parts, as edits of package.json */
export function nodeManifests(
  libraries: Readonly<Partial<Record<AppFeature, readonly Library[]>>>,
): AppFramework['manifests'] {
  return (feature, { service, ws }) => {
    const wanted = libraries[feature] ?? []
    const path = join(service.path, 'package.json')
    const node = Number(/\d+/.exec(service.languageVersion?.value ?? '')?.[0] ?? 20)
    const typescript = /\.[cm]?tsx?$/.test(service.entry?.value ?? '')
    const fits = (release: Release): boolean => release.node <= node && !(typescript && release.typed === false)
    const rangeOf = (name: Library): string => RELEASES[name].find(fits)?.range ?? '*'
    if (wanted.length === 0 || !ws.has(path)) return []
    return [
      { path, format: 'json', changes: wanted.map(name => ({ path: ['dependencies', name], value: rangeOf(name) })) },
    ]
  }
}
