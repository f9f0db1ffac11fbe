import type { Context } from '../../../src/artifact/index.ts'
import type { Evidence, Project } from '../../../src/detect/types.ts'
import { join } from '../../../src/text/paths.ts'
import { readTomlValue } from '../../../src/text/toml.ts'
import { isOrdinary } from '../../cicd/_common/projects.ts'

type Table = Readonly<Record<string, unknown>>

/** Keys of the release profile that decide on speed, size and what a panic does. */
export const KEYS = ['lto', 'codegen-units', 'strip', 'panic'] as const
export type Key = (typeof KEYS)[number]

/** @returns the projects that build programs: for a library, the profile of whoever uses it counts */
export function programs(ctx: Context): readonly Project[] {
  return ctx.facts.projects.filter(
    project =>
      project.ecosystem === 'rust' && isOrdinary(project) && project.packages.some(pkg => pkg.binaries.length > 0),
  )
}

/** @returns the manifest that cargo reads profiles from: that of the workspace's root */
export function rootManifest(project: Project): string {
  return join(project.path, 'Cargo.toml')
}

/** What a manifest says of the release profile. */
export interface Profile {
  /** Where each key is set; a key that is not set is not in it. */
  readonly set: ReadonlyMap<Key, Evidence>
  readonly values: Table
}

/** @returns the release profile of a project's root manifest */
export function profileOf(ctx: Context, project: Project): Profile {
  const path = rootManifest(project)
  const text = ctx.ws.read(path) ?? ''
  const values = asTable(asTable(asTable(readTomlValue(text))['profile'])['release'])
  const lines = text.split('\n')
  const start = lines.findIndex(line => /^\s*\[\s*profile\s*\.\s*release\s*\]/.test(line))
  const set = KEYS.filter(key => values[key] !== undefined).map((key): [Key, Evidence] => {
    const at = lines.findIndex(
      (line, i) => i > start && new RegExp(`^\\s*(profile\\.release\\.)?"?${key}"?\\s*=`).test(line),
    )
    const rule = `Cargo.toml profile.release.${key}`
    return [key, at === -1 ? { path, rule } : { path, line: at + 1, snippet: (lines[at] ?? '').trim(), rule }]
  })
  return { set: new Map(set), values }
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}
