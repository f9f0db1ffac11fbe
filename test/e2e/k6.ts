import { spawn } from 'node:child_process'

/** How a run of k6 ended: 0, or 99 where a threshold was broken. */
export interface Run {
  readonly code: number | null
  readonly output: string
}

/** @returns the environment of k6: the test runner has a BASE_URL of its own */
export function clean(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'] }
}

/** Runs a script; does not block, so that what is asked may live in this process. */
export function runK6(dir: string, script: string, env: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise(done => {
    const child = spawn('k6', ['run', '--quiet', script], { cwd: dir, env: { ...clean(), ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()))
    child.on('close', code => {
      done({ code, output })
    })
  })
}
