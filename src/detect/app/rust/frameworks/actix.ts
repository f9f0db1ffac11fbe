import { lineChange, swapChange } from '../../../../edit/code-path.ts'
import { argumentRanges, pathsIn } from '../../../source/rust.ts'
import { blanksAt, endsLine, placeAt, startsLine } from '../../place.ts'
import type { Anchor, CallInput, Calls, RustKind } from '../kind.ts'
import type { Bare } from '../bare.ts'
import { fits } from '../fit.ts'
import type { Layout } from '../layout.ts'
import { MODULE } from '../names.ts'
import { bracketsAround, linksAfter, textOf, type Link, type Range } from '../tokens.ts'

/** First minor version of 4 with `HttpServer::shutdown_signal`. */
const SIGNAL = 11

export const detector: RustKind = {
  kind: 'actix',
  framework: 'actix-web',
  versions: /^\D*4(?!\d)/,
  start: 'HttpServer::new',
  written: /HttpServer::new/,
  serves: false,
  own: [
    { name: 'guard', passed: true, line: /^\.wrap\(actix_web::middleware::from_fn\($/ },
    { name: 'drain', inside: /^\s*$/, line: /^(?:(?:let )?(\w+) = \1)?\.shutdown_signal\($/ },
  ],
  anchors,
  calls,
  against: ({ bare }, version) => {
    const minor = /^4\.(\d+)/.exec(version ?? '')?.[1]
    if (minor !== undefined && Number(minor) < SIGNAL)
      return `actix-web ${version ?? ''} has no HttpServer::shutdown_signal, which came with 4.${SIGNAL}`
    return /\b(disable_signals|shutdown_signal|bind_uds|listen_uds)\b/.test(bare.text)
      ? 'the server handles signals or sockets in a way of its own'
      : undefined
  },
  manual: at => ({
    calls: [{ code: `.wrap(actix_web::middleware::from_fn(${MODULE}::guard))`, where: `as last call on App (${at})` }],
    stop: { code: `.shutdown_signal(${MODULE}::drain())`, where: 'as first call on HttpServer' },
  }),
}

/** @returns the calls of `HttpServer::new` */
function anchors(bares: readonly Bare[]): readonly Anchor[] {
  return bares.flatMap(bare =>
    pathsIn(bare.source)
      .filter(use => use.full === 'actix_web::HttpServer::new' && use.args >= 0)
      .map(use => ({ bare, use, index: use.start })),
  )
}

/** The application that the closure makes. */
interface App {
  /** From `App` to the end of the chain. */
  readonly range: Range
  readonly links: readonly Link[]
}

function calls(anchor: Anchor, { layout, prefix, own }: CallInput): Calls {
  const { bare, use } = anchor
  const app = appIn(bare, use.args)
  if (typeof app === 'string') return app
  const stop = own ? [] : stopChange(anchor, `${prefix}${MODULE}::drain()`)
  const guard = guardChange(bare, app, `${prefix}${MODULE}`, layout)
  if (typeof stop === 'string') return stop
  return typeof guard === 'string' ? guard : [...guard, ...stop]
}

/** `|| App::new()…`, `move || { …; App::new()… }` */
function appIn({ source, text }: Bare, open: number): App | string {
  const { tokens } = source
  const [closure, more] = argumentRanges(tokens, open)
  if (!closure || more) return 'HttpServer::new has not one argument'
  let at = closure[0]
  if (tokens[at]?.text === 'move') at++
  if (tokens[at]?.text === '|' && tokens[at + 1]?.text === '|') at += 2
  else if (tokens[at]?.text === '||') at++
  else return 'the application is not made in a closure there'
  let end = closure[1]
  if (tokens[at]?.text === '{' && tokens[at]?.partner === end - 1) {
    const inner = [at + 1, end - 1] as const
    at = tailOf(tokens, inner)
    end = inner[1]
  }
  const path = textOf(text, tokens, [at, at + 3]).replace(/\s/g, '')
  const imported = source.imports.get('App')
  if (path !== 'App::new' || imported !== 'actix_web::App') return 'the closure does not end with App::new()'
  const call = at + 3
  if (tokens[call]?.text !== '(' || tokens[call].partner !== call + 1) return 'the closure does not end with App::new()'
  const links = linksAfter(tokens, call + 1)
  if ((links.at(-1)?.end ?? call + 1) !== end - 1 || links.some(link => link.args < 0))
    return 'something else stands behind the application'
  if (bracketsAround(tokens, at).some(i => i > open && tokens[i - 1]?.text === '!')) return 'it is part of a macro'
  return { range: [at, end], links }
}

/** Behind the last semicolon of a block, on its own level. */
function tailOf(tokens: Bare['source']['tokens'], [from, to]: Range): number {
  let start = from
  for (let i = from; i < to; i++) {
    const { text = '', partner = -1 } = tokens[i] ?? {}
    if (/^[([{]$/.test(text) && partner > i) i = partner
    else if (text === ';') start = i + 1
  }
  return start
}

function guardChange(bare: Bare, { range, links }: App, module: string, layout: Layout): Calls {
  const { text, source } = bare
  const { tokens } = source
  const last = links.at(-1)
  const whole = textOf(text, tokens, range)
  const from = tokens[range[0]]?.from ?? 0
  if (!whole.includes('\n')) {
    const piece = { from, old: whole, now: `${module}::harden(${whole})`, args: -1 }
    return fits(bare, [piece], layout)
      ? [{ change: swapChange('rust', whole, piece.now, placeAt(text, from, 'in')) }]
      : 'the line would become too long for rustfmt'
  }
  const end = tokens[last?.end ?? -1]?.from ?? -1
  const regular =
    last && startsLine(text, tokens[last.start]?.from ?? 0) && endsLine(text, end + 1) && startsOrAlone(bare, last)
  if (!regular) return 'the last call on App does not stand on lines of its own'
  const wrap = `.wrap(actix_web::middleware::from_fn(${module}::guard))`
  return [{ change: lineChange('rust', wrap, placeAt(text, end, 'after')) }]
}

/** The line of the closing bracket begins where that of the method does: a new line goes to the same column. */
function startsOrAlone({ text, source }: Bare, link: Link): boolean {
  const [dot, close] = [source.tokens[link.start]?.from ?? 0, source.tokens[link.end]?.from ?? 0]
  return blanksAt(text, dot) === blanksAt(text, close)
}

/** `.shutdown_signal(…)` above the first method of the server, which begins a line; or below `let server = HttpServer::new(…);`. */
function stopChange({ bare, use }: Anchor, drain: string): Calls {
  const { tokens } = bare.source
  const close = tokens[use.args]?.partner ?? -1
  const signal = `.shutdown_signal(${drain})`
  const [first] = linksAfter(tokens, close)
  if (!first) {
    const bound = boundAt(bare, use.start, close)
    return bound === undefined
      ? 'the server is neither started there nor bound to a name'
      : [
          {
            change: lineChange('rust', `${bound}${signal};`, placeAt(bare.text, tokens[close + 1]?.from ?? 0, 'after')),
          },
        ]
  }
  const offset = tokens[first.start]?.from ?? -1
  if (offset < 0 || !startsLine(bare.text, offset))
    return 'the methods of HttpServer do not stand on lines of their own'
  return [{ change: lineChange('rust', signal, placeAt(bare.text, offset, 'before')) }]
}

/** @returns how the value of `let name = …;` is taken up again, as `let name = name`; undefined for any other statement */
function boundAt({ source: { tokens }, text }: Bare, start: number, close: number): string | undefined {
  const changes = tokens[start - 3]?.text === 'mut'
  const [first, name, end] = [tokens[start - (changes ? 4 : 3)], tokens[start - 2], tokens[close + 1]]
  const isBinding =
    first?.text === 'let' && name?.kind === 'word' && tokens[start - 1]?.text === '=' && end?.text === ';'
  if (!isBinding || !startsLine(text, first.from) || !endsLine(text, end.from)) return undefined
  if (blanksAt(text, first.from) !== blanksAt(text, end.from)) return undefined
  return `${changes ? '' : 'let '}${name.text} = ${name.text}`
}
