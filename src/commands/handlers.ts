import { explain } from './explain.ts'
import { list } from './list.ts'
import { remove } from './remove.ts'
import { run } from './run.ts'
import type { Session } from './session.ts'
import type { CommandName } from './spec.ts'
import { check, diff, update } from './update.ts'

export { withLock } from '../apply/lock.ts'
export { openSession } from './session.ts'
export { undo } from './undo.ts'

export type Handler = (session: Session) => number | Promise<number>

/**
 * The commands that look at artifacts. They are loaded together: each needs all that the others share, and many small files take longer to load than
 * the few lines of each command. None of them loads plop or the prompts before it needs them.
 */
export const HANDLERS: Readonly<Record<Exclude<CommandName, 'undo' | 'detect'>, Handler>> = {
  run,
  add: run,
  'quick-wins': run,
  remove,
  list,
  explain,
  update,
  diff,
  check,
  // the library that runs validators is large
  verify: async session => (await import('./verify.ts')).verify(session),
}
