import type { Context } from '../artifact/types.ts'
import type { Project } from '../detect/types.ts'
import { editorFor } from '../edit/index.ts'
import { EditError } from '../edit/types.ts'
import { changedDependencies, missingInLock, projectOf } from '../plan/dependencies.ts'
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
  const written = new Set(plan.files.filter(file => WRITES.has(file.action)).map(file => file.path))
  const projects = after.facts.projects.filter(project => project.ecosystem === 'node')
  const folders = projects.map(project => project.path)
  const changed = changedDependencies(plan.files).map(folder => projectOf(folder, folders))
  return projects.flatMap(project => {
    const path = project.lockfile?.value
    if (path === undefined || written.has(path)) return []
    const lock = after.ws.read(path, Infinity)
    const ours = manifestsOfOurs(plan).filter(file => projectOf(dirname(file), folders) === project.path)
    const missing =
      lock === undefined ? [] : ours.flatMap(file => missingInLock(lock, wantedIn(session, plan, after, file)))
    return missing.length || changed.includes(project.path)
      ? [{ project, path, missing: [...new Set(missing)].sort() }]
      : []
  })
}

function manifestsOfOurs({ manifest }: Plan): readonly string[] {
  return Object.entries(manifest.files).flatMap(([path, entry]) =>
    basename(path) === 'package.json' && entry.own === 'edit' ? [path] : [],
  )
}

const SECTIONS: ReadonlySet<unknown> = new Set(['dependencies', 'devDependencies', 'optionalDependencies'])

/** @returns the dependencies that we added to a manifest, in the range that stands there now: the user may have moved it on */
function wantedIn(
  { state }: Session,
  { files, manifest }: Plan,
  { ws }: Context,
  path: string,
): Readonly<Record<string, string>> {
  const entry = manifest.files[path]
  const base = files.find(file => file.path === path)?.base ?? (entry && state.readBase(entry.base))
  const owned = Object.values(parseEditBase(base ?? '')?.artifacts ?? {}).flat()
  const text = ws.read(path, Infinity)
  return Object.fromEntries(
    owned.flatMap(({ path: [section, name, ...rest] }) => {
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
  try {
    const range = editorFor('json').get(text, [section, name])
    return typeof range === 'string' ? range : undefined
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
    file => basename(file.path) === 'package.json' && projectOf(dirname(file.path), folders) === project.path,
  )
  return [...new Set(manifests.flatMap(file => file.artifacts))].sort()
}
