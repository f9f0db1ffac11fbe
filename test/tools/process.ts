import { execa } from 'execa'

export interface Output {
  /** Exit status; null when the program was killed, ran out of time or could not be started. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly seconds: number
}

/** Runs a program to its end, without input. @returns what it printed; never throws */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env, seconds }: Surroundings,
): Promise<Output> {
  const options = {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: seconds * 1000,
    maxBuffer: 1 << 28,
  } as const
  const ended = await execa(program, args, options)
  const started = ended.exitCode !== undefined || ended.isTerminated
  return {
    code: ended.exitCode ?? null,
    out: ended.stdout,
    err: started ? ended.stderr : (ended.shortMessage ?? 'could not be started'),
  }
}

/** @returns what `work` makes of each item, in order, at most `width` at a time */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const entries = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of entries) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
