import type { Answer, Answers } from '../artifact/types.ts'
import { sh } from '../text/quote.ts'
import type { Invocation } from './flags.ts'

/** Commands that only look: nobody has to agree to them. */
const READING: ReadonlySet<Invocation['command']> = new Set(['list', 'detect', 'explain', 'diff', 'check', 'verify'])

/**
 * @returns the command that does the same as a run without asking
 * @param artifacts names of what was chosen; undefined for commands that choose by themselves
 * @param answers those that a person or a flag gave
 */
export function commandLine(
  invocation: Invocation,
  artifacts: readonly string[] | undefined,
  answers: Answers,
): string {
  const { command, only, skip, conflict, profile } = invocation
  const words = [
    ...(artifacts ? ['add', ...artifacts] : command === 'run' ? [] : [command, ...invocation.operands]),
    ...(READING.has(command) ? [] : ['--yes']),
    ...folder(invocation),
    ...Object.entries(answers).flatMap(([key, value]) => ['--set', `${key}=${valueOf(value)}`]),
    ...(artifacts ? [] : [...only.flatMap(name => ['--only', name]), ...skip.flatMap(name => ['--skip', name])]),
    ...(profile ? ['--profile', profile] : []),
    ...(conflict ? ['--conflict', conflict] : []),
    ...flags(invocation),
  ]
  return ['create-prod-ready', ...words].map(sh).join(' ')
}

/** @returns the command that takes a run back */
export function undoCommand(invocation: Invocation): string {
  return ['create-prod-ready', 'undo', ...folder(invocation)].map(sh).join(' ')
}

function folder({ cwd }: Invocation): readonly string[] {
  return cwd === '.' ? [] : ['--cwd', cwd]
}

function valueOf(value: Answer): string {
  return typeof value === 'object' ? value.join(',') : String(value)
}

function flags({ code, force, resolve, install }: Invocation): readonly string[] {
  return Object.entries({ code, force, resolve, install }).flatMap(([name, on]) => (on ? [`--${name}`] : []))
}
