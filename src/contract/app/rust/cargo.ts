import type { AppFeature } from '../../../detect/types.ts'
import { editorFor } from '../../../edit/index.ts'
import { EditError, type Change, type Json, type KeyPath } from '../../../edit/types.ts'
import { join } from '../../../text/paths.ts'
import type { AppFramework, ManifestEdit, ManifestInput } from '../types.ts'

/** A crate that a part needs. */
export interface Crate {
  readonly name: string
  readonly version: string
  /** False: without its default features. */
  readonly defaults?: false
  /** Those that are needed beside the default ones. */
  readonly features?: readonly string[]
  /** The default ones that are needed, for a manifest that switches them off. */
  readonly basic?: readonly string[]
}

type Json_ = Readonly<Record<string, Json>>

/** A manifest, and the table of dependencies in it. */
interface Place {
  readonly path: string
  readonly table: KeyPath
  readonly crates: Json_
}

/** @returns the edits of Cargo.toml for the crates that each part needs */
export function cargoManifests(
  crates: (feature: AppFeature, input: ManifestInput) => readonly Crate[],
): AppFramework['manifests'] {
  return (feature, input) => {
    const wanted = crates(feature, input)
    if (wanted.length === 0) return []
    const { service, ws } = input
    const [path, rootPath] = [join(service.path, 'Cargo.toml'), join(service.project, 'Cargo.toml')]
    const member = placeIn(ws.read(path), path, ['dependencies'])
    if (!member) return []
    const root = placeIn(ws.read(rootPath), rootPath, ['workspace', 'dependencies'])
    const shared = root && path !== rootPath && Object.keys(root.crates).length > 0 ? root : undefined
    const changes = wanted.flatMap(crate => changesFor(crate, member, shared, ws.read(path) ?? ''))
    return [...new Set(changes.map(c => c.path))].map(file => ({
      path: file,
      format: 'toml' as const,
      changes: changes.filter(c => c.path === file).map(c => c.change),
    }))
  }
}

interface PlacedChange {
  readonly path: ManifestEdit['path']
  readonly change: Change
}

function placeIn(text: string | undefined, path: string, table: KeyPath): Place | undefined {
  if (text === undefined) return undefined
  try {
    const crates = editorFor('toml').get(text, table)
    return { path, table, crates: isTable(crates) ? crates : {} }
  } catch (error) {
    // a manifest that does not parse is reported where it is read
    if (error instanceof EditError) return undefined
    throw error
  }
}

function isTable(value: Json | undefined): value is Json_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function changesFor(crate: Crate, member: Place, shared: Place | undefined, text: string): readonly PlacedChange[] {
  const { name } = crate
  const inherited = isTable(member.crates[name]) && member.crates[name]['workspace'] === true
  const own = member.crates[name]
  const home = own === undefined || inherited ? shared : undefined
  const place = home ?? member
  const entry = place.crates[name]
  if (entry !== undefined && ours(crate, entry))
    return [...added(crate, place), ...(home ? inherit(name, member, text) : [])]
  const here = entry === undefined ? added(crate, place) : featuresAt(crate, place, entry, inherited ? own : undefined)
  return [...here, ...(home ? inherit(name, member, text) : [])]
}

/** The entry may be the one that we write: it is wanted again then, so that it stays. */
function ours(crate: Crate, entry: Json): boolean {
  return JSON.stringify(entry) === JSON.stringify(entryOf(crate))
}

function added(crate: Crate, { path, table }: Place): readonly PlacedChange[] {
  return [{ path, change: { path: [...table, crate.name], value: entryOf(crate) } }]
}

function entryOf({ version, defaults, features }: Crate): Json {
  if (defaults === undefined && !features) return version
  return {
    version,
    ...(defaults === undefined ? {} : { 'default-features': defaults }),
    ...(features ? { features } : {}),
  }
}

/** `name.workspace = true`, as the others of the member are written. */
function inherit(name: string, { path, table, crates }: Place, text: string): readonly PlacedChange[] {
  const known = crates[name]
  if (known !== undefined && !(isTable(known) && known['workspace'] === true && Object.keys(known).length === 1))
    return []
  const dotted = /^[\w-]+\.workspace\s*=/m.test(text) || !/\{\s*workspace\s*=/.test(text)
  const change: Change = dotted
    ? { path: [...table, name, 'workspace'], value: true }
    : { path: [...table, name], value: { workspace: true } }
  return [{ path, change }]
}

/** What is missing goes to the list that is there; `beside` is what a member adds to an entry of the workspace. */
function featuresAt(
  crate: Crate,
  { path, table }: Place,
  entry: Json,
  beside: Json | undefined,
): readonly PlacedChange[] {
  const off = isTable(entry) && entry['default-features'] === false
  const needed = [...(crate.features ?? []), ...(off ? (crate.basic ?? []) : [])]
  const known = [...listOf(entry), ...listOf(beside)]
  const list = [...table, crate.name, 'features']
  const has = isTable(entry) && Array.isArray(entry['features'])
  const missing = needed.filter(feature => !known.includes(feature) && !known.includes('full'))
  if (needed.length === 0 || !isTable(entry)) return []
  if (!has) return missing.length ? [{ path, change: { path: list, value: missing } }] : []
  return needed
    .filter(f => !known.includes('full') && (missing.includes(f) || listOf(entry).includes(f)))
    .map(feature => ({
      path,
      change: { path: [...list, { '': feature }], value: feature },
    }))
}

function listOf(entry: Json | undefined): readonly string[] {
  const list = isTable(entry) ? entry['features'] : undefined
  return Array.isArray(list) ? list.filter(item => typeof item === 'string') : []
}
