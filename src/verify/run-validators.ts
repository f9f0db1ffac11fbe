import { execa } from 'execa'
import { VALIDATORS, type Validator } from './validators.ts'

export interface Verdict {
  readonly tool: string
  readonly file: string
  readonly ok: boolean
  /** What the tool said, when it found something. */
  readonly output?: string
}

export interface Verification {
  readonly verdicts: readonly Verdict[]
  /** Tools that would look at one of the files and are not installed, with how to get them. */
  readonly missing: readonly { readonly tool: string; readonly install: string }[]
}

const TIMEOUT = 120_000

/**
 * Runs every installed validator over `files`, below `root`.
 * @param progress is told what runs, and undefined at the end
 */
export async function runValidators(
  root: string,
  files: readonly string[],
  progress: (text: string | undefined) => void,
): Promise<Verification> {
  const verdicts: Verdict[] = []
  const missing = new Map<string, string>()
  for (const validator of VALIDATORS) {
    for (const file of files.filter(f => validator.files.test(f))) {
      if (missing.has(validator.tool)) break
      progress(`${validator.tool} ${file}`)
      const verdict = await runOne(root, validator, file)
      if (verdict) verdicts.push(verdict)
      else missing.set(validator.tool, validator.install)
    }
  }
  progress(undefined)
  return { verdicts, missing: [...missing].map(([tool, install]) => ({ tool, install })) }
}

/** @returns undefined when the tool is not installed */
async function runOne(root: string, { tool, args }: Validator, file: string): Promise<Verdict | undefined> {
  // a name such as `-rf` must not be read as a flag
  const operand = `./${file}`
  const result = await execa(tool, args(operand), {
    cwd: root,
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: TIMEOUT,
    env: { NO_COLOR: '1' },
  })
  if (result.code === 'ENOENT' || result.code === 'EACCES') return undefined
  const ok = result.exitCode === 0
  return {
    tool,
    file,
    ok,
    ...(ok ? {} : { output: result.timedOut ? `no answer within ${TIMEOUT / 1000} s` : result.all.trim() }),
  }
}
