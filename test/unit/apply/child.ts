import { applyPlan } from '../../../src/apply/apply.ts'
import { nodeDisk, type Disk } from '../../../src/apply/disk.ts'
import { withLock } from '../../../src/apply/lock.ts'
import { readState } from '../../../src/apply/state.ts'
import { buildPlan } from '../../../src/plan/build.ts'

/** A program of its own: writes ten files into a folder, and gets itself a signal at one of its steps. argv: folder, step, signal */
const [root = '', at = '0', signal = 'SIGKILL'] = process.argv.slice(2)

let steps = 0
const real = nodeDisk(false)
const step = (): void => {
  if (++steps === Number(at)) process.kill(process.pid, signal)
}
const counted = <A extends readonly unknown[]>(action: (...args: A) => void) => {
  return (...args: A): void => {
    step()
    action(...args)
  }
}
const disk: Disk = {
  makeFolder: counted(real.makeFolder),
  removeFolder: counted(real.removeFolder),
  create: counted(real.create),
  rename: counted(real.rename),
  remove: counted(real.remove),
  flush: counted(real.flush),
}

await withLock(
  root,
  async () => {
    if (at === 'wait') {
      process.stdout.write('locked\n')
      await new Promise(done => setTimeout(done, 30_000))
    }
    const state = readState(root)
    const rendered = Array.from({ length: 10 }, (_, i) => ({
      type: 'file' as const,
      artifact: 'build/one',
      path: `f/${i}`,
      text: `${i}\n`,
      own: 'managed' as const,
      executable: false,
    }))
    const plan = buildPlan({
      rendered,
      scope: [],
      manifest: state.manifest,
      readBase: state.readBase,
      readMine: () => undefined,
      entryKind: () => undefined,
      files: [],
    })
    applyPlan(root, plan, { disk })
  },
  disk,
)
process.stdout.write(`${steps} steps\n`)
