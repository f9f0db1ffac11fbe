import type { Context } from '../artifact/types.ts'
import type { Ecosystem, Project } from '../detect/types.ts'
import { editorFor } from '../edit/index.ts'
import { EditError, type Json, type KeyPath } from '../edit/types.ts'
import { changedDependencies, MANIFESTS, missingInCargoLock, missingInLock, projectOf } from '../plan/dependencies.ts'
import { parseEditBase } from '../plan/edit-base.ts'
import type { FilePlan, Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { basename, dirname } from '../text/paths.ts'
import type { Session } from './session.ts'

/** A lock file that does not fit its manifests any more: frozen installs fail until it is brought up to date. */
export interface StaleLock {
  readonly project: Project
  readonly path: string
  /** Dependencies of ours that it does not know; empty when others changed. */
  readonly missing: readonly string[]
}

/** @returns the lock files that this plan, or an earlier run of ours, makes stale @param after the repository as it will be */
export function staleLocks(session: Session, plan: Plan, after: Context): readonly StaleLock[] {
  return [...staleOf('node', session, plan, after), ...staleOf('rust', session, plan, after)]
}

function staleOf(ecosystem: Ecosystem, session: Session, plan: Plan, after: Context): readonly StaleLock[] {
  const written = new Set(plan.files.filter(file => WRITES.has(file.action)).map(file => file.path))
  const projects = after.facts.projects.filter(project => project.ecosystem === ecosystem)
  const folders = projects.map(project => project.path)
  const changed = changedDependencies(plan.files, ecosystem).map(folder => projectOf(folder, folders))
  return projects.flatMap(project => {
    const path = project.lockfile?.value
    if (path === undefined || written.has(path)) return []
    const lock = after.ws.read(path, Infinity)
    const ours = manifestsOfOurs(plan, ecosystem).filter(file => projectOf(dirname(file), folders) === project.path)
    const missing =
      lock === undefined ? [] : ours.flatMap(file => missingIn(lock, project, file, { session, plan, after }))
    return missing.length || changed.includes(project.path)
      ? [{ project, path, missing: [...new Set(missing)].sort() }]
      : []
  })
}

function missingIn(
  lock: string,
  project: Project,
  file: string,
  { session, plan, after }: { readonly session: Session; readonly plan: Plan; readonly after: Context },
): readonly string[] {
  if (project.ecosystem === 'node') return missingInLock(lock, wantedIn(session, plan, after, file))
  const name = project.packages.find(pkg => pkg.manifest === file)?.name?.value
  const crates = cratesOfOurs(session, plan, after, file)
  return name === undefined || crates.length === 0 ? [] : missingInCargoLock(lock, name, crates)
}

/** @returns the crates that we added to a manifest, and that stand there still */
function cratesOfOurs(session: Session, plan: Plan, { ws }: Context, path: string): readonly string[] {
  const text = ws.read(path, Infinity)
  const names = ownedPaths(session, plan, path).flatMap(([section, name, ...rest]) =>
    section === 'dependencies' && typeof name === 'string' && (rest.length === 0 || rest[0] === 'workspace')
      ? [name]
      : [],
  )
  return [...new Set(names)].filter(
    name => text !== undefined && valueIn('toml', text, ['dependencies', name]) !== undefined,
  )
}

function manifestsOfOurs({ manifest }: Plan, ecosystem: Ecosystem): readonly string[] {
  return Object.entries(manifest.files).flatMap(([path, entry]) =>
    basename(path) === MANIFESTS[ecosystem] && entry.own === 'edit' ? [path] : [],
  )
}

function ownedPaths({ state }: Session, { files, manifest }: Plan, path: string): readonly KeyPath[] {
  const entry = manifest.files[path]
  const base = files.find(file => file.path === path)?.base ?? (entry && state.readBase(entry.base))
  const owned = Object.values(parseEditBase(base ?? '')?.artifacts ?? {}).flat()
  return owned.map(change => change.path)
}

const SECTIONS: ReadonlySet<unknown> = new Set(['dependencies', 'devDependencies', 'optionalDependencies'])

/** @returns the dependencies that we added to a manifest, in the range that stands there now: the user may have moved it on */
function wantedIn(session: Session, plan: Plan, { ws }: Context, path: string): Readonly<Record<string, string>> {
  const text = ws.read(path, Infinity)
  return Object.fromEntries(
    ownedPaths(session, plan, path).flatMap(([section, name, ...rest]) => {
      if (
        !SECTIONS.has(section) ||
        typeof section !== 'string' ||
        typeof name !== 'string' ||
        rest.length ||
        text === undefined
      )
        return []
      const range = rangeOf(text, section, name)
      return range === undefined ? [] : [[name, range]]
    }),
  )
}

function rangeOf(text: string, section: string, name: string): string | undefined {
  const range = valueIn('json', text, [section, name])
  return typeof range === 'string' ? range : undefined
}

function valueIn(format: 'json' | 'toml', text: string, path: KeyPath): Json | undefined {
  try {
    return editorFor(format).get(text, path)
  } catch (error) {
    // a manifest that does not parse is reported where it is read
    if (error instanceof EditError) return undefined
    throw error
  }
}

/** @returns ids of the artifacts that changed the manifests of a project */
export function authorsOf(plan: Plan, project: Project, after: Context): readonly string[] {
  const folders = after.facts.projects.map(p => p.path)
  const files: readonly Pick<FilePlan, 'path' | 'artifacts'>[] = [
    ...plan.files,
    ...Object.entries(plan.manifest.files).map(([path, { artifacts }]) => ({ path, artifacts })),
  ]
  const manifests = files.filter(
    file =>
      basename(file.path) === MANIFESTS[project.ecosystem] && projectOf(dirname(file.path), folders) === project.path,
  )
  return [...new Set(manifests.flatMap(file => file.artifacts))].sort()
}
