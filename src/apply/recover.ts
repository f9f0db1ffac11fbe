import { Failure } from '../text/errors.ts'
import { finish, type Carried } from './carry-out.ts'
import type { Disk } from './disk.ts'
import { about } from './failures.ts'
import { JOURNAL, pendingJournal, readJournal, sweep } from './journal.ts'

export interface Recovery {
  /** True: an earlier run was cut off while it wrote, and is finished now. */
  readonly finished: boolean
  /** Files that somebody else changed meanwhile, so that they were left alone. */
  readonly left: readonly string[]
}

/** Ends a run that was cut off. The caller holds the lock. @throws Failure when the journal is damaged, or the disk refuses */
export function finishPending(root: string, disk: Disk): Recovery {
  const pending = about(JOURNAL, () => pendingJournal(root))
  if (pending === 'none') return { finished: false, left: [] }
  if (pending === 'staged') {
    about(JOURNAL, () => sweep(root, disk))
    return { finished: false, left: [] }
  }
  const left: string[] = []
  finish(root, disk, readJournal(root), (path, carried) => {
    if (isDiskTrouble(carried)) throw carried
    left.push(path)
  })
  return { finished: true, left }
}

/** A place that is a link or a folder now was changed by somebody; a full disk will be better next time. */
function isDiskTrouble(carried: Carried): carried is Failure {
  return carried instanceof Failure && carried.code !== 'unsafe-path'
}
