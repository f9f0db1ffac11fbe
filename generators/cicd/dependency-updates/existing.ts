import type { Context } from '../../../src/artifact/index.ts'
import { DEPENDABOT } from '../../../src/contract/dependabot.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { readYamlValue } from '../../../src/edit/yaml-value.ts'
import { fileAt, lineWith } from '../_common/workflows.ts'
import type { Entry } from './wanted.ts'

const RENOVATE = [
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
  '.gitlab/renovate.json',
]

/** An entry as it stands in the file. */
export interface Found {
  readonly ecosystem: string
  readonly directories: readonly string[]
  /** True when it has one plain `directory`, as the entries have that are written by this program. */
  readonly single: boolean
  /** Names of its groups. */
  readonly groups: readonly string[]
}

/** @returns the configuration of Renovate as evidence, where there is one */
export function renovate(ctx: Context): Evidence | undefined {
  const path = RENOVATE.find(file => ctx.ws.has(file))
  if (path !== undefined) return { path, rule: 'configuration of Renovate' }
  const inManifest = fileAt(ctx, 'package.json').flatMap(
    file => lineWith(file, /^\s*"renovate"\s*:\s*\{/, 'configuration of Renovate') ?? [],
  )
  return inManifest[0]
}

/** @returns path of Dependabot's configuration, whichever of its two names it has */
export function dependabotPath(ctx: Context): string {
  return ctx.ws.has('.github/dependabot.yaml') ? '.github/dependabot.yaml' : DEPENDABOT
}

/** @returns the entries of Dependabot's configuration; undefined without one, or when it cannot be read */
export function foundEntries(ctx: Context): readonly Found[] | undefined {
  const text = ctx.ws.read(dependabotPath(ctx))
  if (text === undefined) return undefined
  if (text.trim() === '') return []
  const value = readYamlValue(text)
  if (value === undefined) return undefined
  return updatesOf(value).flatMap(readEntry)
}

function updatesOf(value: unknown): readonly unknown[] {
  const updates: unknown = typeof value === 'object' && value !== null && 'updates' in value ? value.updates : undefined
  return Array.isArray(updates) ? updates : []
}

function readEntry(value: unknown): readonly Found[] {
  if (typeof value !== 'object' || value === null) return []
  const { 'package-ecosystem': ecosystem, directory, directories, groups } = value as Readonly<Record<string, unknown>>
  if (typeof ecosystem !== 'string') return []
  const list = [
    ...(typeof directory === 'string' ? [directory] : []),
    ...(Array.isArray(directories) ? directories.filter(d => typeof d === 'string') : []),
  ]
  return [
    {
      ecosystem,
      directories: list,
      single: typeof directory === 'string' && directories === undefined,
      groups: Object.keys(typeof groups === 'object' && groups !== null ? groups : {}),
    },
  ]
}

/** @returns true when an entry looks after what `wanted` would */
export function covers(found: Found, wanted: Entry): boolean {
  return (
    found.ecosystem === wanted.ecosystem && found.directories.some(directory => matches(directory, wanted.directory))
  )
}

/** Folders may be written without the slash in front, with one behind, and, in `directories`, with `*` and `**`. */
function matches(pattern: string, directory: string): boolean {
  const clean = `/${pattern.replace(/^\.?\/+|\/+$/g, '')}`
  const source = clean
    .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
    .replace(/\*\*(\/)?|\*/g, star => (star === '*' ? '[^/]*' : '.*'))
  return new RegExp(`^${source}$`).test(directory)
}
