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

/** Where our module goes into the code: only then a chart has something to scrape, and probes of its own. */
const WITH_CODE = ['actix-workspace', 'axum-workspace-db', 'express-ts-pnpm', 'fastify-npm']

/** @returns a full run in every fixture, one with changes of the code in some, and every licence once */
export function cases(): readonly Case[] {
  const answered = ANSWERS['license'] ?? ''
  const full = fixtures().map(fixture => ({
    name: fixture,
    fixture,
    args: ['--yes', ...answerFlags()],
    licence: answered,
  }))
  const withCode = full
    .filter(({ fixture }) => WITH_CODE.includes(fixture))
    .map(one => ({ ...one, name: `${one.name}-with-code`, args: [...one.args, '--code'] }))
  const ids = readdirSync(LICENCES).map(file => file.replace(/\.txt(\.hbs)?$/, ''))
  const licences = ids.sort().map(id => ({
    name: `licence-${id}`,
    fixture: UNLICENSED,
    args: ['add', 'governance/license', '--yes', ...answerFlags(['holder', 'year']), '--set', `license=${id}`],
    licence: id,
  }))
  return [...full, ...withCode, ...licences]
}
