import { emitKeypressEvents } from 'node:readline'
import { createPromptModule } from 'inquirer'
import type { Answer, Question } from '../artifact/types.ts'
import { Escaped, picker, type PickerConfig } from './picker.ts'

/** What a person is asked, each until Escape or Ctrl-C, which throw `Escaped`. */
export interface Prompts {
  pick(config: PickerConfig): Promise<readonly string[]>
  /** @param check what is wrong with a value, or undefined */
  ask(question: Question, suggestion: Answer | undefined, check: (text: string) => string | undefined): Promise<string>
  choose<T extends string>(message: string, choices: readonly { readonly value: T; readonly name: string }[]): Promise<T>
}

/** @returns prompts on this process's terminal; they write to stderr, like everything for people */
export function openPrompts(): Prompts {
  return {
    pick: config => escapable(run => run({ type: 'picker', ...config })) as Promise<readonly string[]>,
    ask: (question, suggestion, check) => escapable(run => run(promptFor(question, suggestion, check))).then(String),
    choose: (message, choices) => escapable(run => run({ type: 'select', message, choices })) as Promise<never>,
  }
}

type Config = Readonly<Record<string, unknown>>

function promptFor(question: Question, suggestion: Answer | undefined, check: (text: string) => string | undefined): Config {
  const message = question.message
  if (question.type === 'choice') {
    return { type: 'select', message, choices: question.choices.map(value => ({ value, name: value })), default: suggestion }
  }
  if (question.type === 'boolean') return { type: 'select', message, choices: ['true', 'false'].map(value => ({ value, name: value === 'true' ? 'yes' : 'no' })) }
  const shown = Array.isArray(suggestion) ? suggestion.join(',') : suggestion
  return { type: 'input', message, ...(shown === undefined ? {} : { default: String(shown as string | number) }), validate: (text: string) => check(text) ?? true }
}

/** Runs one prompt; Escape aborts it as Ctrl-C does. */
async function escapable(start: (run: (config: Config) => Promise<unknown>) => Promise<unknown>): Promise<unknown> {
  const abort = new AbortController()
  const onKey = (_text: string, key: { name?: string } | undefined): void => {
    if (key?.name === 'escape') abort.abort()
  }
  emitKeypressEvents(process.stdin)
  process.stdin.on('keypress', onKey)
  const prompt = createPromptModule({ output: process.stderr, signal: abort.signal })
  prompt.registerPrompt('picker', picker)
  try {
    return await start(async config => {
      const answers = (await prompt([{ name: 'value', ...config }] as never)) as { value: unknown }
      return answers.value
    })
  } catch (error) {
    if (error instanceof Error && ['AbortPromptError', 'ExitPromptError', 'CancelPromptError'].includes(error.name)) throw new Escaped('left by the user', { cause: error })
    throw error
  } finally {
    process.stdin.off('keypress', onKey)
  }
}
