import { realpathSync } from 'node:fs'
import path from 'node:path'
import { STATE } from '../plan/safe-path.ts'
import { lstat, nodeDisk, type Disk } from './disk.ts'
import { about } from './failures.ts'
import { guarded } from './guard.ts'
import { withLock } from './lock.ts'

/** What a validator said about a file, when. */
export interface Result {
  readonly tool: string
  readonly file: string
  readonly ok: boolean
}

const RESULTS = `${STATE}/results.json`

/** Keeps the results of validators, with the day: the only file of ours with a date. @throws Failure when it cannot be written */
export async function recordResults(
  dir: string,
  results: readonly Result[],
  today: string,
  disk: Disk = nodeDisk(),
): Promise<void> {
  const root = about('.', () => realpathSync(dir))
  const rows = results.map(({ tool, file, ok }) => ({ tool, file, ok }))
  await withLock(root, () =>
    about(RESULTS, () => {
      const file = guarded(root, RESULTS)
      const next = guarded(root, `${RESULTS}.new`)
      if (lstat(next)) disk.remove(next)
      disk.create(next, `${JSON.stringify({ version: 1, date: today, results: rows }, null, 2)}\n`, {
        executable: false,
      })
      disk.rename(next, file)
      disk.flush(path.dirname(file))
    }),
  )
}
