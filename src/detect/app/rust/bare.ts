import { readRust, type RustSource, type Token } from '../../source/rust.ts'
import { LOG_CALLS, LOGGERS, MODULE } from './names.ts'

/** A piece of text that is ours, and what stood there. */
interface Undo {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** A file as it is without our changes. */
export interface Bare {
  readonly path: string
  readonly text: string
  readonly source: RustSource
}

/** How code calls a function of the module, and what stands there without it. */
export interface OwnCall {
  /** Name of the function. */
  readonly name: string
  /** True where it is handed on by its name, and not called. */
  readonly passed?: true
  /** What its arguments are; undefined: anything. */
  readonly inside?: RegExp
  /** It is part of a line of its own, which begins like this. */
  readonly line?: RegExp
  /** What stood in its place. */
  readonly was?: (inside: string) => string
}

const SHARED: readonly OwnCall[] = [
  { name: 'harden', was: inside => inside },
  // around a signal of the service
  { name: 'drain', inside: /\S/, was: inside => inside },
  { name: 'check_configuration', line: /^/ },
  { name: LOG_CALLS.none, line: /^/ },
  { name: LOG_CALLS.fmt, was: () => LOGGERS.fmt },
  { name: LOG_CALLS.env, was: () => LOGGERS.env },
]

/**
 * @param calls those of the frameworks
 * @returns a Rust file without the lines and pieces that call the module; blank lines may differ from what was there
 */
export function bareOf(path: string, text: string, calls: readonly OwnCall[]): Bare {
  const known = [...calls, ...SHARED]
  let bare = text
  // what is around a call may be ours as well: one at a time, from the end
  for (let round = 0; round < 20; round++) {
    const undo = bare.includes(MODULE) ? lastOf(readRust(path, bare), bare, known) : undefined
    if (!undo) break
    bare = bare.slice(0, undo.from) + undo.text + bare.slice(undo.to)
  }
  return { path, text: bare, source: readRust(path, bare) }
}

function lastOf(source: RustSource, text: string, calls: readonly OwnCall[]): Undo | undefined {
  const { tokens } = source
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]
    if (token?.kind !== 'word' || token.text !== MODULE) continue
    const undo = undoAt(tokens, i, text, calls)
    if (undo) return undo
  }
  return undefined
}

function undoAt(tokens: readonly Token[], at: number, text: string, calls: readonly OwnCall[]): Undo | undefined {
  if (tokens[at - 1]?.text === 'mod' && tokens[at + 1]?.text === ';') return declaration(tokens, at, text)
  const name = tokens[at + 2]
  if (tokens[at + 1]?.text !== '::' || name?.kind !== 'word') return undefined
  const first = tokens[at - 1]?.text === '::' && tokens[at - 2]?.text === 'crate' ? at - 2 : at
  const from = tokens[first]?.from ?? 0
  const bracket = tokens[at + 3]
  const isCall = bracket?.text === '(' && bracket.partner >= 0
  const close = isCall ? (tokens[bracket.partner]?.from ?? from) : from
  const inside = isCall ? text.slice(bracket.from + 1, close) : ''
  const matching = calls.filter(
    known => known.name === name.text && isCall !== (known.passed ?? false) && (known.inside?.test(inside) ?? true),
  )
  for (const call of matching) {
    const undo = call.line
      ? wrapped(tokens, first, text, call.line)
      : call.was && { from, to: close + 1, text: call.was(inside) }
    if (undo) return undo
  }
  return undefined
}

/** A line of a chain of methods that ends with the call at `first`. */
function wrapped(tokens: readonly Token[], first: number, text: string, before: RegExp): Undo | undefined {
  const at = tokens[first]?.from ?? 0
  const start = text.lastIndexOf('\n', at - 1) + 1
  return before.test(text.slice(start, at).trim()) ? line(text, start, at) : undefined
}

/** The whole line of `start`, when nothing else stands on it. */
function line(text: string, start: number, end: number): Undo {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const stop = text.indexOf('\n', end)
  return { from, to: stop === -1 ? text.length : stop + 1, text: '' }
}

function declaration(tokens: readonly Token[], at: number, text: string): Undo {
  let first = at - 1
  while (tokens[first - 1]?.text === ']') first = (tokens[first - 1]?.partner ?? first) - 1
  const from = tokens[first]?.from ?? 0
  return line(text, from, tokens[at + 1]?.from ?? from)
}
