import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The built program. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface CliOptions {
  /** A shell command that reads its output. */
  readonly through?: string
  /** Who runs it, where the tests run as root. */
  readonly uid?: number
  readonly gid?: number
}

/** Runs the built program in `dir`, without a terminal. */
export function cli(
  dir: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { through, ...who }: CliOptions = {},
): Outcome {
  const words = [process.execPath, CLI, ...args]
  const [program = '', ...rest] =
    through === undefined ? words : ['bash', '-o', 'pipefail', '-c', `"$@" | ${through}`, 'bash', ...words]
  const run = spawnSync(program, rest, {
    cwd: dir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    ...who,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...env,
    },
  })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

/** Runs the program with `--json` and reads its one document. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the document it asks for
export function json<T>(
  dir: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  options: CliOptions = {},
): T & { readonly code: number | null } {
  const { code, out, err } = cli(dir, [...args, '--json'], env, options)
  try {
    return { ...(JSON.parse(out) as T), code }
  } catch (cause) {
    throw new Error(
      `no JSON document from ${args.join(' ')} (exit ${String(code)}): ${out.slice(0, 200)} ${err.slice(0, 400)}`,
      { cause },
    )
  }
}
