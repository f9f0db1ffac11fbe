import { lineChange, swapChange } from '../../../../edit/code-path.ts'
import { pathsIn } from '../../../source/rust.ts'
import { blanksAt, endsLine, placeAt, startsLine } from '../../place.ts'
import { appIn, type App } from '../application.ts'
import type { Anchor, CallInput, Calls, RustKind } from '../kind.ts'
import type { Bare } from '../bare.ts'
import { fits } from '../fit.ts'
import type { Layout } from '../layout.ts'
import { MODULE } from '../names.ts'
import { linksAfter, textOf, type Link } from '../tokens.ts'

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
      return `actix-web ${version ?? ''} has no HttpServer::shutdown_signal, which came with 4.${SIGNAL}: update it first (cargo update -p actix-web), and run this again`
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

function calls(anchor: Anchor, { layout, prefix, own }: CallInput): Calls {
  const { bare, use } = anchor
  const app = appIn(bare, use.args)
  if (typeof app === 'string') return app
  const stop = own ? [] : stopChange(anchor, `${prefix}${MODULE}::drain()`)
  const guard = guardChange(bare, app, `${prefix}${MODULE}`, layout)
  if (typeof stop === 'string') return stop
  return typeof guard === 'string' ? guard : [...guard, ...stop]
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
  return [{ change: lineChange('rust', signal, placeAt(bare.text, aboveComments(bare, close, offset), 'before')) }]
}

/** What stands between the server and its first method are comments on that method. */
function aboveComments({ text, source: { tokens } }: Bare, close: number, offset: number): number {
  const line = text.indexOf('\n', tokens[close]?.from ?? offset)
  const comment = text.slice(line, offset).search(/\S/)
  return comment < 0 ? offset : line + comment
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
