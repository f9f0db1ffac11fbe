// Loaded before the program (NODE_OPTIONS=--import): counts every step in which it changes the disk, and does something at one of them.
// FAULT_AT=<n> FAULT_DO=kill|stop|full, or FAULT_COUNT=<file> for the number of steps. `full` holds for all steps from n on that need space.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const { FAULT_AT, FAULT_DO, FAULT_COUNT } = process.env
const at = Number(FAULT_AT ?? -1)
const NEEDS_SPACE = new Set(['mkdirSync', 'openSync', 'writeFileSync'])
let steps = 0

/** `openSync` changes the disk when it makes a file; `writeFileSync` to a number fills it. */
const changes = {
  mkdirSync: () => true,
  rmdirSync: () => true,
  renameSync: () => true,
  unlinkSync: () => true,
  openSync: flags => flags === 'wx',
  writeFileSync: () => true,
}

for (const [name, isChange] of Object.entries(changes)) {
  const real = fs[name]
  fs[name] = (...args) => {
    if (isChange(args[1])) step(name)
    return real(...args)
  }
}
syncBuiltinESMExports()

function step(name) {
  steps++
  if (FAULT_DO === 'full' && steps >= at && at > 0 && NEEDS_SPACE.has(name))
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })
  if (steps !== at) return
  if (FAULT_DO === 'kill') process.kill(process.pid, 'SIGKILL')
  if (FAULT_DO === 'stop') process.kill(process.pid, 'SIGSTOP')
}

if (FAULT_COUNT) {
  const write = fs.writeFileSync
  process.on('exit', () => {
    const counted = steps
    write(FAULT_COUNT, String(counted))
  })
}
