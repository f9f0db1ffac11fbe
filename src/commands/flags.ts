import type { ConflictChoice } from '../plan/types.ts'
import { Failure } from '../text/errors.ts'
import { nearest } from '../text/names.ts'
import { COMMANDS, FLAGS, takes, type CommandName, type FlagName } from './spec.ts'

/** The command line, checked. */
export interface Invocation {
  readonly command: CommandName
  /** Artifacts, or what else the command takes. */
  readonly operands: readonly string[]
  readonly cwd: string
  readonly yes: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly profile?: Profile
  /** `--set key=value`, in order; values not yet read. */
  readonly settings: ReadonlyMap<string, string>
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly code: boolean
  /** Left out: a conflict is left for the user. */
  readonly conflict?: ConflictChoice
  readonly force: boolean
  readonly resolve: boolean
  readonly install: boolean
  readonly record: boolean
  readonly evidence: boolean
  readonly color: boolean
  readonly debug: boolean
}

export type Profile = 'standard' | 'strict'

export interface ParsedArgs {
  readonly command: CommandName
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

/** Commands that take names of artifacts. */
const NAMING: ReadonlySet<CommandName> = new Set(['add', 'remove', 'explain'])

/**
 * @returns the invocation
 * @throws Failure for a value that is not one of those that a flag takes, for operands that the command does not take, or lacks
 */
export function readInvocation({ command, positionals, values }: ParsedArgs): Invocation {
  const text = (name: FlagName): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined)
  const on = (name: FlagName): boolean => values[name] === true
  const list = (name: FlagName): string[] =>
    Array.isArray(values[name]) ? values[name].flatMap(v => String(v).split(',')).filter(Boolean) : []
  const profile = oneOf('profile', text('profile'), ['standard', 'strict'] as const)
  const conflict = oneOf('conflict', text('conflict'), ['mine', 'markers', 'theirs'] as const)
  checkOperands(command, positionals)
  checkFlags(command, values)
  return {
    command,
    operands: command === 'run' ? [] : positionals,
    cwd: text('cwd') ?? (command === 'run' ? positionals[0] : undefined) ?? '.',
    yes: on('yes'),
    dryRun: on('dry-run'),
    json: on('json'),
    ...(profile ? { profile } : {}),
    settings: readSettings(Array.isArray(values['set']) ? values['set'].map(String) : []),
    only: list('only'),
    skip: list('skip'),
    code: on('code'),
    ...(conflict ? { conflict } : {}),
    force: on('force'),
    resolve: on('resolve'),
    install: on('install'),
    record: on('record'),
    evidence: on('evidence'),
    color: !on('no-color'),
    debug: on('debug'),
  }
}

function checkFlags(command: CommandName, values: ParsedArgs['values']): void {
  const stray = (Object.keys(FLAGS) as FlagName[]).find(flag => values[flag] !== undefined && !takes(command, flag))
  if (stray === undefined) return
  const takers = COMMANDS.filter(c => takes(c.name, stray)).map(c => (c.name === 'run' ? 'the plain run' : c.name))
  const whose = command === 'run' ? 'the plain run' : command
  throw new Failure('flag-not-taken', `${whose} does not take --${stray}`, {
    suggestion: `It belongs to ${takers.join(', ')}.`,
  })
}

function checkOperands(command: CommandName, positionals: readonly string[]): void {
  if (NAMING.has(command)) {
    if (positionals.length) return
    throw new Failure('missing-artifact', `${command} needs the name of an artifact`, {
      suggestion: 'See them all: create-prod-ready list',
    })
  }
  const extra = command === 'run' ? positionals[1] : positionals[0]
  if (extra === undefined) return
  const near = nearest(
    positionals[0] ?? '',
    COMMANDS.map(c => c.name),
  )
  const taker = command === 'run' ? `"${positionals[0] ?? ''}" is no command, and the plain run` : command
  throw new Failure('unexpected-operand', `${taker} takes no operand "${extra}"`, {
    suggestion:
      near && command === 'run'
        ? `Did you mean "create-prod-ready ${near}"?`
        : 'See what there is: create-prod-ready --help',
  })
}

function oneOf<T extends string>(flag: string, value: string | undefined, choices: readonly T[]): T | undefined {
  if (value === undefined) return undefined
  const choice = choices.find(c => c === value)
  if (choice === undefined)
    throw new Failure('bad-flag', `--${flag} is one of ${choices.join(', ')}, not "${value}"`, {
      suggestion: `For example: --${flag} ${choices[0] ?? ''}`,
    })
  return choice
}

function readSettings(entries: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    entries.map(entry => {
      const at = entry.indexOf('=')
      if (at > 0) return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()]
      throw new Failure('bad-setting', `--set wants key=value, not "${entry}"`, {
        suggestion: `For example: --set ${entry.replace(/=.*/, '') || 'key'}=<value>`,
      })
    }),
  )
}

/** @returns the error for what node:util parseArgs threw, with the nearest flag */
export function flagFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const flag = /'(--?[^'=\s]+)/.exec(message)?.[1]
  const near = flag && nearest(flag.replace(/^-+/, ''), Object.keys(FLAGS))
  return new Failure(
    'unknown-flag',
    flag && message.startsWith('Unknown option') ? `unknown flag ${flag}` : (message.split('. ')[0] ?? message),
    {
      suggestion: near ? `Did you mean --${near}?` : 'See what there is: create-prod-ready --help',
      cause: error,
    },
  )
}
