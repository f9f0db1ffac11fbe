import { readdirSync } from 'node:fs'
import path from 'node:path'
import { CONFIG } from '../plan/config.ts'
import { isSha256 } from '../plan/hash.ts'
import { own } from '../plan/json.ts'
import { MANIFEST, serializeManifest, type Layout } from '../plan/manifest.ts'
import { STATE } from '../plan/safe-path.ts'
import { WRITES, type FilePlan, type Manifest, type Plan } from '../plan/types.ts'
import { toLf } from '../text/lines.ts'
import { byCodeUnit, dirname } from '../text/paths.ts'
import { lstat, readFound } from './disk.ts'
import { guarded } from './guard.ts'
import type { Journal, Operation } from './journal.ts'
import { basePath, type State } from './state.ts'

const IGNORE = `${STATE}/.gitignore`
const CONFLICTS = `${STATE}/conflicts`
const IGNORED = `# Of this checkout only. Everything else here belongs into version control.
undo/
journal/
conflicts/
lock
`

/** @returns the journal of a run; undefined when there is nothing to write */
export function journalOf(
  state: State,
  plan: Plan,
  config: string | undefined,
  layout: Layout | undefined,
): Journal | undefined {
  const targets = plan.files.flatMap(file => targetOf(state, file))
  const kept = [
    ...blobsOf(state, plan.files),
    ...stateFile(state, CONFIG, config),
    ...manifestOf(state, plan.manifest, layout),
  ]
  const earlier = lstat(path.join(state.root, CONFLICTS)) !== undefined
  const scratch = plan.files.flatMap(file => conflictOf(state, file, earlier))
  if (targets.length + kept.length + scratch.length === 0) return undefined
  if (targets.length + kept.length === 0) return journal(state, 'discard', scratch)
  const manifest = kept.filter(o => o.path === MANIFEST)
  const others = kept.filter(o => o.path !== MANIFEST)
  const ignore = lstat(guarded(state.root, IGNORE)) ? [] : stateFile(state, IGNORE, IGNORED)
  return journal(state, 'record', [
    ...targets,
    ...others,
    ...ignore,
    ...scratch,
    ...unusedOf(state, plan.manifest),
    ...manifest,
  ])
}

function journal({ root }: State, then: Journal['then'], operations: readonly Operation[]): Journal {
  const deleted = operations.filter(o => o.after === null).map(o => o.path)
  return { version: 1, then, operations, folders: foldersMade(root, operations), prune: foldersAbove(deleted) }
}

/** @returns the folders above files, sorted */
export function foldersAbove(files: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const file of files) for (let f = dirname(file); f !== '.' && !folders.has(f); f = dirname(f)) folders.add(f)
  return [...folders].sort(byCodeUnit)
}

/** @returns folders that the operations have to make */
export function foldersMade(root: string, operations: readonly Operation[]): readonly string[] {
  const written = operations.filter(o => o.after !== null).map(o => o.path)
  return foldersAbove(written).filter(folder => !lstat(path.join(root, folder)))
}

function targetOf({ root, manifest }: State, file: FilePlan): readonly Operation[] {
  if (!WRITES.has(file.action)) return []
  const before = file.before ?? null
  const after = file.after ?? null
  const executable = after !== null && file.executable && !own(manifest.files, file.path)?.executable
  const mode = before === null ? undefined : lstat(guarded(root, file.path))?.mode
  if (before === after && !(executable && mode !== undefined && (mode & 0o100) === 0)) return []
  const permissions = mode === undefined ? {} : { mode: mode & 0o777 }
  return [{ path: file.path, before, after, ...(executable ? { executable: true as const } : {}), ...permissions }]
}

/** @returns the operation that gives one of our own files a text; none when it has it already, or when `text` is undefined */
function stateFile({ root }: State, path: string, text: string | undefined): readonly Operation[] {
  const now = readFound(guarded(root, path))
  if (text === undefined || now?.text === text || (now && now.text === undefined)) return []
  return [{ path, before: now?.text ?? null, after: text }]
}

function manifestOf(state: State, manifest: Manifest, layout: Layout | undefined): readonly Operation[] {
  const text = serializeManifest(manifest, layout)
  const nothing = [manifest.artifacts, manifest.removed, Object.keys(manifest.files)].every(list => list.length === 0)
  if (state.manifestText === undefined ? nothing : toLf(state.manifestText) === text) return []
  return stateFile(state, MANIFEST, text)
}

function blobsOf(state: State, files: readonly FilePlan[]): readonly Operation[] {
  const blobs = new Map(
    files.flatMap(({ base, entry }) => (base !== undefined && entry ? [[entry.base, base] as const] : [])),
  )
  const kept = new Set(basesIn(state.root))
  return [...blobs]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([hash, text]): readonly Operation[] => {
      if (!kept.has(hash)) return [{ path: basePath(hash), before: null, after: text }]
      return state.readBase(hash) === undefined ? stateFile(state, basePath(hash), text) : []
    })
}

/** @returns the names of the base copies that are there: most of a first run are not, and one question answers that */
function basesIn(root: string): readonly string[] {
  const folder = path.dirname(guarded(root, basePath('x')))
  return lstat(folder)?.isDirectory() ? readdirSync(folder).filter(isSha256) : []
}

/** Base copies that the manifest no longer names. */
function unusedOf({ root }: State, manifest: Manifest): readonly Operation[] {
  const used = new Set(Object.values(manifest.files).map(entry => entry.base))
  const unused = basesIn(root).filter(name => !used.has(name))
  return unused.sort(byCodeUnit).flatMap(name => removed(root, basePath(name)))
}

function removed(root: string, file: string): readonly Operation[] {
  if (!lstat(path.join(root, file))?.isFile()) return []
  const text = readFound(guarded(root, file))?.text
  return text === undefined ? [] : [{ path: file, before: text, after: null }]
}

/** The marked text of a conflict lies beside, until the conflict is settled. @param earlier there may be texts of earlier conflicts */
function conflictOf(state: State, { path: file, action, marked }: FilePlan, earlier: boolean): readonly Operation[] {
  const place = `${CONFLICTS}/${file}`
  if (action === 'conflict' && marked !== undefined) return stateFile(state, place, marked)
  return earlier ? removed(state.root, place) : []
}
