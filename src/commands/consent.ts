import type { Terminal } from '../report/terminal.ts'
import { Failure } from '../text/errors.ts'
import type { Invocation } from './flags.ts'
import type { Interaction } from './interact.ts'

/** @returns the questions where a person is to be asked; undefined with --yes and --dry-run, and where nobody can be */
export async function interactionFor(
  { yes, dryRun }: Invocation,
  terminal: Terminal,
): Promise<Interaction | undefined> {
  if (yes || dryRun || terminal.mute !== undefined) return undefined
  const { openInteraction } = await import('./interact.ts')
  return openInteraction({ terminal })
}

/**
 * Nothing is written without somebody who said so: a person at a terminal, or --yes.
 * @param command the same with --yes
 * @param missing answers that a person would have been asked for
 * @throws Failure where nobody can be asked
 */
export function requireConsent(
  { yes, dryRun }: Invocation,
  terminal: Terminal,
  command: string,
  missing: readonly string[] = [],
): void {
  if (yes || dryRun || terminal.mute === undefined) return
  const unanswered = missing.length ? `; not answered: ${[...new Set(missing)].join('; ')}` : ''
  throw new Failure('no-terminal', `${terminal.mute}, so nothing was written${unanswered}`, {
    suggestion: `Take certain facts and defaults with: ${command}`,
  })
}
