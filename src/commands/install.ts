import type { Context } from '../artifact/types.ts'
import type { FilePlan, Plan } from '../plan/types.ts'
import { byCodeUnit, isInside, relative } from '../text/paths.ts'
import { isReadByManagers, updateLock } from '../verify/lock.ts'
import { overlay, type Workspace } from '../workspace/index.ts'
import type { Planned } from './planner.ts'
import type { Session } from './session.ts'
import { authorsOf, staleLocks, type StaleLock } from './stale-locks.ts'

/**
 * `--install`: each stale lock file is brought up to date by its own package manager, outside the repository, and becomes part of the plan,
 * and so of undo. Uses the network. @throws Failure when a manager fails: nothing was written then
 */
export async function withLockFiles(session: Session, planned: Planned): Promise<Planned> {
  const updates: FilePlan[] = []
  for (const stale of staleLocks(session, planned.plan, planned.after)) {
    session.terminal.progress(`updating ${stale.path} with ${stale.project.manager.value} …`)
    updates.push(...(await update(planned, stale)))
  }
  session.terminal.progress(undefined)
  return updates.length ? { plan: withFiles(planned.plan, updates), after: withTexts(planned.after, updates) } : planned
}

async function update({ plan, after }: Planned, { project, path }: StaleLock): Promise<readonly FilePlan[]> {
  const before = after.ws.read(path, Infinity)
  const text = await updateLock(project, relative(project.path, path), filesOf(after.ws, project.path))
  if (text === before) return []
  return [
    {
      path,
      action: 'update',
      artifacts: authorsOf(plan, project, after),
      executable: false,
      after: text,
      ...(before === undefined ? {} : { before }),
    },
  ]
}

/** @returns what the manager reads below a folder, by path relative to it */
function filesOf(ws: Workspace, folder: string): ReadonlyMap<string, string> {
  const files = ws.files.filter(file => isInside(file, folder) && isReadByManagers(file))
  return new Map(
    files.flatMap(file => {
      const text = ws.read(file, Infinity)
      return text === undefined ? [] : [[relative(folder, file), text]]
    }),
  )
}

function withFiles(plan: Plan, updates: readonly FilePlan[]): Plan {
  return { ...plan, files: [...plan.files, ...updates].sort((a, b) => byCodeUnit(a.path, b.path)) }
}

function withTexts(after: Context, updates: readonly FilePlan[]): Context {
  return { ...after, ws: overlay(after.ws, new Map(updates.map(file => [file.path, file.after]))) }
}
