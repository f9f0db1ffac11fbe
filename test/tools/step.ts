import { run } from './process.ts'

/** The machine lacks what the installation needs (a language, a right); trying again does not help. */
export class Impossible extends Error {}

/** Longest step: the API server of a cluster, compiled while others compile as well. */
const SECONDS = 3600

/** Runs a step of an installation. @returns what it printed. @throws Impossible without the program; Error when it fails */
export async function step(
  cwd: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, out, err } = await run(program, args, { cwd, env: { ...process.env, ...env }, seconds: SECONDS })
  if (code === 0) return out
  if (err.includes('ENOENT')) throw new Impossible(`there is no ${program} on this machine`)
  const lines = `${out}\n${err}`.split('\n').filter(line => line.trim() && !line.startsWith('go: downloading'))
  throw new Error(
    `${program} ${args.slice(0, 3).join(' ')} failed\n${lines
      .slice(-5)
      .map(line => `    ${line.slice(0, 300)}`)
      .join('\n')}`,
  )
}
