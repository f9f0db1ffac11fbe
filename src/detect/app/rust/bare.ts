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

/** @returns a Rust file without the lines and pieces that call the module; blank lines may differ from what was there */
export function bareOf(path: string, text: string): Bare {
  let bare = text
  // what is around a call may be ours as well: one at a time, from the end
  for (let round = 0; round < 20; round++) {
    const undo = bare.includes(MODULE) ? lastOf(readRust(path, bare), bare) : undefined
    if (!undo) break
    bare = bare.slice(0, undo.from) + undo.text + bare.slice(undo.to)
  }
  return { path, text: bare, source: readRust(path, bare) }
}

function lastOf(source: RustSource, text: string): Undo | undefined {
  const { tokens } = source
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]
    if (token?.kind !== 'word' || token.text !== MODULE) continue
    const undo = undoAt(tokens, i, text)
    if (undo) return undo
  }
  return undefined
}

function undoAt(tokens: readonly Token[], at: number, text: string): Undo | undefined {
  if (tokens[at - 1]?.text === 'mod' && tokens[at + 1]?.text === ';') return declaration(tokens, at, text)
  const name = tokens[at + 2]
  if (tokens[at + 1]?.text !== '::' || name?.kind !== 'word') return undefined
  const first = tokens[at - 1]?.text === '::' && tokens[at - 2]?.text === 'crate' ? at - 2 : at
  const open = at + 3
  const start = tokens[first]?.from ?? 0
  if (name.text === 'guard') return wrapped(tokens, first, text, /^\.wrap\(actix_web::middleware::from_fn\($/)
  const bracket = tokens[open]
  if (bracket?.text !== '(' || bracket.partner < 0) return undefined
  const close = bracket.partner
  const end = (tokens[close]?.from ?? 0) + 1
  const opens = bracket.from
  const inside = text.slice(opens + 1, end - 1)
  if (name.text === 'harden') return { from: start, to: end, text: inside }
  if (name.text === 'serve') return { from: start, to: opens, text: 'axum::serve' }
  if (name.text === 'serve_router') return { from: start, to: end, text: `axum::serve(${inside}.into_make_service())` }
  if (name.text === 'drain') return drained(tokens, { first, open, close }, text)
  for (const [kind, call] of Object.entries(LOG_CALLS)) {
    if (name.text !== call) continue
    if (kind === 'none') return line(text, start, end)
    return { from: start, to: end, text: kind === 'fmt' ? LOGGERS.fmt : LOGGERS.env }
  }
  return name.text === 'check_configuration' ? line(text, start, end) : undefined
}

interface Call {
  readonly first: number
  readonly open: number
  readonly close: number
}

/** `.with_graceful_shutdown(prod_ready::drain(prod_ready::stop_signal()))` and `.shutdown_signal(prod_ready::drain())` are lines; any other is around a signal of the service. */
function drained(tokens: readonly Token[], { first, open, close }: Call, text: string): Undo | undefined {
  const from = tokens[first]?.from ?? 0
  const inside = text.slice((tokens[open]?.from ?? 0) + 1, tokens[close]?.from)
  if (inside.trim() === '') return wrapped(tokens, first, text, /^\.shutdown_signal\($/)
  if (/^(crate::)?prod_ready::stop_signal\(\)$/.test(inside))
    return wrapped(tokens, first, text, /^\.with_graceful_shutdown\($/)
  return { from, to: (tokens[close]?.from ?? 0) + 1, text: inside }
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
