import type { Answers, Context } from '../artifact/types.ts'
import { editorFor } from '../edit/index.ts'
import { quotesOf } from '../engine/format.ts'
import { CONFIG, recordAnswers } from '../plan/config.ts'
import type { Profile } from './flags.ts'

const HEADER =
  '# Answers and exemptions of this repository, read by create-prod-ready. This file is yours: comments stay.\n'

/** @returns new text of config.yaml with what the user said on this command line; undefined when nothing was said @throws Failure when the file cannot be edited */
export function recordSaid(
  text: string | undefined,
  answers: Answers,
  profile: Profile | undefined,
  ctx: Context,
): string | undefined {
  const answered = Object.keys(answers).length ? recordAnswers(text, answers, quotesOf(ctx.ws, CONFIG)) : text
  if (profile === undefined) return answered === text ? undefined : answered
  const config = answered ?? HEADER
  return editorFor('yaml').get(config, ['profile']) === profile
    ? config
    : editorFor('yaml').set(config, ['profile'], profile)
}
