import { execFileSync } from 'node:child_process'
import { devNull } from 'node:os'

/** Runs one git command in a folder and returns its standard output; undefined when it fails or git is not installed. */
export type Git = (args: readonly string[], input?: string) => string | undefined

/** Variables of the caller's git that only say where to look up settings; any other could redirect us to another repository. */
const KEPT = new Set([
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CEILING_DIRECTORIES',
  'GIT_EXEC_PATH',
])

/** Settings that would let a hostile repository start programs or reach the network when it is only read. */
const SAFE = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${devNull}`,
  '-c',
  'log.showSignature=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'core.quotePath=false',
]

/** The remotes, and the programs that contents pass through. */
export const SETTINGS = ['config', '--null', '--get-regexp', '^(remote\\..*\\.url|filter\\..*)$'] as const

/**
 * @param onFailure is told the first line of what git complains about
 * @returns a way to run git in `dir` without a shell, a pager, prompts, locks, hooks, network or filter programs
 */
export function gitIn(dir: string, onFailure?: (message: string) => void): Git {
  const run = (args: readonly string[], input: string | undefined, env: NodeJS.ProcessEnv): string | undefined => {
    try {
      return execFileSync('git', [...SAFE, ...args], {
        cwd: dir,
        env,
        encoding: 'utf8',
        input: input ?? '',
        maxBuffer: 2 ** 31,
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
      })
    } catch (error) {
      onFailure?.(complaint(error))
      return undefined
    }
  }
  let settings: { readonly text: string | undefined } | undefined
  return (args, input) => {
    const env = environment()
    const known = (): string | undefined => (settings ??= { text: run(SETTINGS, undefined, env) }).text
    if (args === SETTINGS) return known()
    return run(args, input, READS_CONTENT.has(args[0] ?? '') ? { ...env, ...withoutFilters(known() ?? '') } : env)
  }
}

/** Commands that pass the content of files through the filters of the configuration. */
const READS_CONTENT = new Set(['diff-index', 'diff-files', 'status'])

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !key.startsWith('GIT_') || KEPT.has(key))
  return {
    ...Object.fromEntries(own),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
  }
}

/** Configuration in the environment, which wins over files: every filter of `settings` does nothing. */
function withoutFilters(settings: string): NodeJS.ProcessEnv {
  const keys = [...new Set(entriesOf(settings).map(({ key }) => key))].filter(key => key.startsWith('filter.'))
  const env: NodeJS.ProcessEnv = { GIT_CONFIG_COUNT: String(keys.length) }
  keys.forEach((key, i) => {
    env[`GIT_CONFIG_KEY_${String(i)}`] = key
    env[`GIT_CONFIG_VALUE_${String(i)}`] = key.endsWith('.required') ? 'false' : ''
  })
  return env
}

/** @returns what `SETTINGS` printed: a name and behind a line end the value, which may be missing */
export function entriesOf(settings: string): readonly { readonly key: string; readonly value: string }[] {
  return settings
    .split('\0')
    .filter(entry => entry !== '')
    .map(entry => {
      const end = entry.indexOf('\n')
      return end === -1 ? { key: entry, value: '' } : { key: entry.slice(0, end), value: entry.slice(end + 1) }
    })
}

function complaint(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'git failed'
  if ('code' in error && error.code === 'ENOENT') return 'git is not installed'
  const text = 'stderr' in error ? String(error.stderr) : ''
  return text.split('\n').find(line => line.trim() !== '') ?? 'git failed'
}
