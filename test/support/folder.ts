import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Folders of everything that one run of the tests makes: a worker that is ended cannot clean up behind itself. */
export default function setup(): () => void {
  const disk = mkdtempSync(path.join(tmpdir(), 'cpr-tests-'))
  // others pass through it to the folders that are given to them
  chmodSync(disk, 0o711)
  const memory = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/cpr-tests-') : disk
  Object.assign(process.env, { TESTS_ON_DISK: disk, TESTS_IN_MEMORY: memory })
  return () => {
    for (const folder of [disk, memory]) rmSync(folder, { recursive: true, force: true })
  }
}
