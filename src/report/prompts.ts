import { emitKeypressEvents } from 'node:readline'
import { createPromptModule } from 'inquirer'
import type { Answer, BooleanQuestion, ChoiceQuestion, Question } from '../artifact/types.ts'
import { picker, type PickerRow } from './picker.ts'
import type { Terminal } from './terminal.ts'
import { visible } from './visible.ts'
import { wrap } from './wrap.ts'

export interface Choice<T extends string> {
  readonly value: T
  readonly name: string
  /** What is left on the screen when it was chosen; default: the name. */
  readonly short?: string
}

/** What a person is asked, each until Escape, Ctrl-C or Ctrl-D, which throw `Escaped`. */
export interface Prompts {
  pick(message: string, rows: readonly PickerRow[]): Promise<readonly string[]>
  /** @param check what is wrong with a value, or undefined @returns the text; empty when the person has no answer */
  ask(question: Question, suggestion: Answer | undefined, check: (text: string) => string | undefined): Promise<string>
  choose<T extends string>(message: string, choices: readonly Choice<T>[]): Promise<T>
}

/** Thrown by prompts when the person leaves. */
export class Escaped extends Error {
  override readonly name = 'Escaped'
}

/** @returns prompts on this process's terminal; they write to stderr, like everything for people */
export function openPrompts(terminal: Terminal): Prompts {
  const theme = themeOf(terminal)
  const run = ({ message, ...config }: Config): Promise<unknown> => {
    terminal.progress(undefined)
    return escapable({ ...config, message: wrap(message, terminal.width - MARK, MARK).join('\n') }, theme)
  }
  let told = false
  const tellOnce = (): void => {
    if (!told) terminal.line(terminal.color.dim('  An answer that is left empty leaves out what needs it.'))
    told = true
  }
  return {
    pick: (message, rows) => run({ type: 'picker', message, rows, terminal }) as Promise<readonly string[]>,
    ask: async (question, suggestion, check) => {
      if (!isList(question)) tellOnce()
      return String(await run(promptFor(question, suggestion, check)))
    },
    choose: (message, choices) =>
      run({ type: 'select', message, choices, pageSize: Math.max(3, terminal.rows - 6) }) as Promise<never>,
  }
}

interface Config {
  readonly message: string
  readonly type: string
  readonly [option: string]: unknown
}

/** Columns of the question mark and the space after it. */
const MARK = 2

/** The colours are those of the terminal, or none: inquirer would ask stdout. */
function themeOf({ color }: Terminal): object {
  return {
    prefix: { idle: color.blue('?'), done: color.green('✔') },
    style: {
      answer: color.cyan,
      message: color.bold,
      error: (text: string) => color.red(`> ${text}`),
      defaultAnswer: (text: string) => color.dim(`(${text})`),
      help: color.dim,
      highlight: color.cyan,
      description: color.dim,
      disabled: color.dim,
      keysHelpTip: () => color.dim('↑↓ move · enter choose · esc leave'),
    },
  }
}

/** Stands for "no answer" among the values of a question. */
const NONE = ''
const LEAVE_OUT = 'leave it out'

function isList(question: Question): question is ChoiceQuestion | BooleanQuestion {
  return question.type === 'choice' || question.type === 'boolean'
}

function promptFor(
  question: Question,
  suggestion: Answer | undefined,
  check: (text: string) => string | undefined,
): Config {
  const message = visible(question.message)
  if (isList(question)) {
    const values =
      question.type === 'choice'
        ? question.choices.map(value => ({ value, name: value }))
        : [
            { value: 'true', name: 'yes' },
            { value: 'false', name: 'no' },
          ]
    return {
      type: 'select',
      message,
      choices: [...values, { value: NONE, name: LEAVE_OUT }],
      ...(suggestion === undefined ? {} : { default: String(suggestion) }),
    }
  }
  const shown = Array.isArray(suggestion) ? suggestion.join(',') : suggestion
  const fallback = shown === undefined ? {} : { default: visible(String(shown)) }
  return {
    type: 'input',
    message,
    ...fallback,
    validate: (text: string) => text.trim() === '' || (check(text.trim()) ?? true),
  }
}

const CURSOR_SHOW = '\u001b[?25h'
const LEFT: ReadonlySet<string> = new Set(['AbortPromptError', 'ExitPromptError', 'CancelPromptError'])

/** Runs one prompt; Escape, Ctrl-D and the end of the input leave it as Ctrl-C does. */
async function escapable(config: object, theme: object): Promise<unknown> {
  const abort = new AbortController()
  const leave = (): void => abort.abort()
  const onKey = (_text: string, key: { readonly name?: string; readonly ctrl?: boolean } | undefined): void => {
    if (key?.name === 'escape' || (key?.ctrl && key.name === 'd')) leave()
  }
  const showCursor = (): void => void process.stderr.write(CURSOR_SHOW)
  emitKeypressEvents(process.stdin)
  process.stdin.on('keypress', onKey).on('end', leave).on('error', leave)
  process.on('exit', showCursor)
  try {
    const prompt = createPromptModule({ output: process.stderr, signal: abort.signal })
    prompt.registerPrompt('picker', picker)
    const answers = (await prompt([{ name: 'value', theme, ...config }] as never)) as { value: unknown }
    return answers.value
  } catch (error) {
    if (error instanceof Error && LEFT.has(error.name)) throw new Escaped('left by the user', { cause: error })
    throw error
  } finally {
    process.stdin.off('keypress', onKey).off('end', leave).off('error', leave)
    process.off('exit', showCursor)
  }
}
