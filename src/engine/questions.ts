import type { Answer, Answers, Artifact, Context, NumberQuestion, Question } from '../artifact/types.ts'
import { Failure } from '../text/errors.ts'

/** Asks one question at a terminal; `suggestion` is what the repository hints at. Undefined: the person has no answer. */
export type Prompter = (question: Question, suggestion: Answer | undefined) => Promise<Answer | undefined>

export interface Resolved {
  readonly answers: Answers
  /** Questions without an answer: only the user can know. */
  readonly missing: readonly Question[]
}

/**
 * Answers of an artifact: given (flag, config.yaml) ► certain fact ► prompt ► default.
 * @param given by key; already of the right type
 * @param prompt left out where nobody can be asked
 */
export async function resolveAnswers(
  artifact: Artifact,
  ctx: Context,
  given: Answers,
  prompt?: Prompter,
): Promise<Resolved> {
  const answers: Record<string, Answer> = {}
  const missing: Question[] = []
  for (const question of artifact.questions) {
    const stated = given[question.key]
    // what the user says counts also where nobody would have been asked
    if (stated === undefined && question.when?.(ctx, { ...given, ...answers }) === false) continue
    const answer = stated ?? (await answerOf(question, ctx, prompt))
    if (answer === undefined) missing.push(question)
    else answers[question.key] = answer
  }
  return { answers, missing }
}

async function answerOf(question: Question, ctx: Context, prompt: Prompter | undefined): Promise<Answer | undefined> {
  const known = question.known?.(ctx)
  if (known?.certainty === 'certain') return known.value
  const fallback = question.default?.(ctx)
  // a question with a default is not worth a person's time
  if (!prompt || fallback !== undefined) return fallback
  return prompt(question, known?.value)
}

/** @returns answers that show what an artifact would write when some cannot be known yet: the placeholder stands for them */
export function previewAnswers(artifact: Artifact, ctx: Context, given: Answers): Answers {
  return Object.fromEntries(
    artifact.questions
      .filter(question => question.key in given || question.when?.(ctx, given) !== false)
      .map(question => [
        question.key,
        given[question.key] ?? question.known?.(ctx)?.value ?? question.default?.(ctx) ?? stand(question),
      ]),
  )
}

function stand(question: Question): Answer {
  if (question.type === 'number') return question.min
  if (question.type === 'boolean') return false
  if (question.type === 'list') return [question.placeholder]
  return question.type === 'choice' ? (question.choices[0] ?? '') : question.placeholder
}

/** @returns the flag that answers a question, with one placeholder for free text; undefined where only certain values do, which the reason names */
export function flagFor(question: Question): string | undefined {
  return question.type === 'choice' || question.type === 'number' || question.type === 'boolean'
    ? undefined
    : `--set ${question.key}=${question.placeholder}`
}

/** @returns the value that a question takes from `text` @throws Failure that says what the value must be */
export function readAnswer(question: Question, text: string): Answer {
  const problem = problemWith(question, text)
  if (problem !== undefined) {
    throw new Failure('bad-answer', `${question.key}: ${problem}`, {
      suggestion: `--set ${question.key}=${exampleOf(question)}`,
    })
  }
  if (question.type === 'number') return Number(text)
  if (question.type === 'boolean') return text === 'true'
  return question.type === 'list' ? itemsOf(text) : text
}

/** @returns what is wrong with a value for a question; undefined when nothing is */
export function problemWith(question: Question, text: string): string | undefined {
  if (text.trim() === '') return 'a value is needed'
  switch (question.type) {
    case 'text':
      return complaint(question.validate?.(text))
    case 'list':
      return itemsOf(text)
        .map(item => complaint(question.validate?.(item)))
        .find(problem => problem !== undefined)
    case 'choice':
      return question.choices.includes(text) ? undefined : `"${text}" is none of ${question.choices.join(', ')}`
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : `"${text}" is neither true nor false`
    case 'number':
      return numberProblem(question, text)
  }
}

function numberProblem({ min, max, decimals = 0 }: NumberQuestion, text: string): string | undefined {
  const [number, digits = ''] = /^-?\d+(?:\.(\d+))?$/.exec(text) ?? []
  if (number !== undefined && digits.length <= decimals && Number(number) >= min && Number(number) <= max)
    return undefined
  const kind = decimals > 0 ? `number with at most ${decimals} digits behind the point` : 'whole number'
  return `"${text}" is no ${kind} from ${min} to ${max}`
}

function complaint(verdict: true | string | undefined): string | undefined {
  return typeof verdict === 'string' ? verdict : undefined
}

function itemsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
}

function exampleOf(question: Question): string {
  return question.type === 'choice'
    ? question.choices.join('|')
    : question.type === 'boolean'
      ? 'true|false'
      : question.placeholder
}
