import type { Plan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import type { Session } from './session.ts'

/**
 * Uncommitted work must stay recognisable: a tracked file with changes is not edited before they are committed.
 * @param command the run without questions: so that nobody answers them twice
 * @throws Failure that names the files; `--force` passes, and overwrites nothing either
 */
export function guardUncommitted({ ws, invocation }: Session, plan: Plan, command: string): void {
  if (invocation.force) return
  const edited = plan.files.filter(file => WRITES.has(file.action) && file.before !== undefined).map(file => file.path)
  const dirty = edited.length ? ws.git.changed(edited) : []
  const [first] = dirty
  if (first === undefined) return
  throw new Failure(
    'uncommitted-changes',
    `${dirty.join(', ')} ${dirty.length === 1 ? 'has' : 'have'} uncommitted changes and would be edited`,
    {
      path: first,
      suggestion: `Commit or stash them, or pass --force (your changes stay either way): ${command} --force`,
    },
  )
}
