import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ANSWERS, answerFlags } from '../support/answers.ts'
import { fixtures } from '../support/repository.ts'

/** One run of the program in one fixture repository. */
export interface Case {
  readonly name: string
  readonly fixture: string
  readonly args: readonly string[]
  /** SPDX id that is answered. */
  readonly licence: string
}

const LICENCES = fileURLToPath(new URL('../../templates/governance/license/', import.meta.url))
/** A repository without a licence. */
const UNLICENSED = 'docs-only'

/** @returns a full run in every fixture, and every licence once */
export function cases(): readonly Case[] {
  const answered = ANSWERS['license'] ?? ''
  const full = fixtures().map(fixture => ({
    name: fixture,
    fixture,
    args: ['--yes', ...answerFlags()],
    licence: answered,
  }))
  const ids = readdirSync(LICENCES).map(file => file.replace(/\.txt(\.hbs)?$/, ''))
  const licences = ids.sort().map(id => ({
    name: `licence-${id}`,
    fixture: UNLICENSED,
    args: ['add', 'governance/license', '--yes', ...answerFlags(['holder', 'year']), '--set', `license=${id}`],
    licence: id,
  }))
  return [...full, ...licences]
}
