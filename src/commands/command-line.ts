import type { Answer, Answers } from '../artifact/types.ts'
import { sh } from '../text/quote.ts'
import type { Invocation } from './flags.ts'

/**
 * @returns the command that does the same as a run without asking
 * @param artifacts names of what was chosen; undefined for commands that choose by themselves
 * @param answers those that a person or a flag gave
 */
export function commandLine(invocation: Invocation, artifacts: readonly string[] | undefined, answers: Answers): string {
  const { command, cwd, only, skip, conflict, profile } = invocation
  const words = [
    'create-prod-ready',
    ...(artifacts ? ['add', ...artifacts] : command === 'run' ? [] : [command, ...invocation.operands]),
    '--yes',
    ...(cwd === '.' ? [] : ['--cwd', cwd]),
    ...Object.entries(answers).flatMap(([key, value]) => ['--set', `${key}=${valueOf(value)}`]),
    ...(artifacts ? [] : [...only.flatMap(name => ['--only', name]), ...skip.flatMap(name => ['--skip', name])]),
    ...(profile ? ['--profile', profile] : []),
    ...(conflict ? ['--conflict', conflict] : []),
    ...flags(invocation),
  ]
  return words.map(sh).join(' ')
}

function valueOf(value: Answer): string {
  return typeof value === 'object' ? value.join(',') : String(value)
}

function flags({ code, force, resolve, install }: Invocation): readonly string[] {
  return Object.entries({ code, force, resolve, install }).flatMap(([name, on]) => (on ? [`--${name}`] : []))
}
