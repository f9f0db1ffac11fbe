import { lineChange, swapChange } from '../../../../edit/code-path.ts'
import { argumentRanges, pathsIn, type PathUse } from '../../../source/rust.ts'
import { placeAt, startsLine } from '../../place.ts'
import type { SiteChange } from '../../types.ts'
import type { Bare } from '../bare.ts'
import { fits, type Piece } from '../fit.ts'
import type { Anchor, CallInput, Calls, RustKind } from '../kind.ts'
import { MODULE } from '../names.ts'
import { isRouter, isTcpListener } from '../router.ts'
import { functionAround, linksAfter, statementStart, textOf, type Link, type Range } from '../tokens.ts'

export const detector: RustKind = {
  kind: 'axum',
  framework: 'axum',
  versions: /^\D*0\.[78]\b/,
  start: 'axum::serve',
  written: /\bserve(_router)?\s*\(/,
  serves: true,
  own: [
    { name: 'serve', was: inside => `axum::serve(${inside})` },
    { name: 'serve_router', was: inside => `axum::serve(${inside}.into_make_service())` },
    { name: 'drain', inside: /^(crate::)?prod_ready::stop_signal\(\)$/, line: /^\.with_graceful_shutdown\($/ },
    { name: 'harden', inside: /^\w+$/, line: /^let \w+ =$/ },
  ],
  anchors,
  calls,
  against: ({ bare }) =>
    pathsIn(bare.source).some(use => use.full.startsWith('axum_server::'))
      ? 'axum_server serves there as well, which the module does not know'
      : undefined,
  manual: at => ({
    calls: [{ code: `axum::serve(listener, ${MODULE}::harden(app))`, where: `where the router is served (${at})` }],
    stop: {
      code: `.with_graceful_shutdown(${MODULE}::drain(${MODULE}::stop_signal()))`,
      where: `behind that call; around a signal that is there already: ${MODULE}::drain(signal)`,
    },
  }),
}

/** @returns the calls of `axum::serve` */
function anchors(bares: readonly Bare[]): readonly Anchor[] {
  return bares.flatMap(bare =>
    pathsIn(bare.source)
      .filter(use => use.full === 'axum::serve' && !use.member && use.args >= 0 && !isDefinition(bare, use))
      .map(use => ({ bare, use, index: use.start })),
  )
}

function isDefinition({ source }: Bare, use: PathUse): boolean {
  return source.tokens[use.start - 1]?.text === 'fn'
}

/** `axum::serve(listener, app)` and what follows. */
interface Serve {
  readonly anchor: Anchor
  readonly listener: Range
  /** The application, without what makes a service of it. */
  readonly app: Range
  /** What makes a service of it; undefined: nothing. */
  readonly maker?: Link
  readonly close: number
  readonly links: readonly Link[]
}

function calls(anchor: Anchor, { sources, layout, prefix, own }: CallInput): Calls {
  const { bare, use } = anchor
  const { source } = bare
  if (use.path !== 'axum::serve') return `it is called as ${use.path} there`
  const serve = serveAt(anchor)
  if (!serve) return 'its arguments are not a listener and an application'
  if (!isRouter(source, serve.app, sources())) return 'what is served there is no axum::Router for certain'
  const graceful = serve.links.find(link => link.name === 'with_graceful_shutdown')
  const module = `${prefix}${MODULE}`
  const next = serve.links[0]?.name
  const body = functionAround(source, use.start)
  if (/\bUnixListener\b/.test(textOf(bare.text, source.tokens, [Math.max(0, body), use.start])))
    return 'it listens on a Unix socket'
  if (!graceful && next !== 'await') return 'it is not awaited there'
  let refused = ''
  for (const harden of [around(serve, module), ...above(serve, module)]) {
    const pieces = graceful ? kept(serve, graceful, harden, module, own) : replaced(serve, harden, module, own)
    if (typeof pieces !== 'string' && fits(bare, pieces, layout)) return pieces.map(piece => changeOf(bare, piece))
    refused ||= typeof pieces === 'string' ? pieces : TOO_LONG
  }
  return refused
}

const TOO_LONG = 'the line would become too long for rustfmt'

/** Around the application, where it is served. */
function around({ anchor, app }: Serve, module: string): Piece {
  return wrapped(anchor.bare, app, `${module}::harden`)
}

/** On a line of its own above the statement that serves a variable: for where a longer one would be broken. */
function above({ anchor: { bare, use }, app }: Serve, module: string): readonly Piece[] {
  const { tokens } = bare.source
  const start = statementStart(tokens, use.start)
  const name = textOf(bare.text, tokens, app)
  const from = tokens[start]?.from ?? 0
  const binds =
    tokens[start]?.text === 'let' && !tokens.slice(start, use.start).some(({ text }) => /^(=>|\||\|\||if)$/.test(text))
  if (!/^\w+$/.test(name) || !(start === use.start || binds) || !startsLine(bare.text, from)) return []
  return [{ from, old: '', now: `let ${name} = ${module}::harden(${name});`, args: -1, line: true }]
}

function changeOf({ text }: Bare, { from, old, now, line }: Piece): SiteChange {
  if (line) return { change: lineChange('rust', now, placeAt(text, from, 'before')) }
  return { change: swapChange('rust', old, now, placeAt(text, from, 'in')) }
}

const MAKERS = /^(into_make_service|into_make_service_with_connect_info)$/

function serveAt(anchor: Anchor): Serve | undefined {
  const { tokens } = anchor.bare.source
  const { args } = anchor.use
  const [listener, app, more] = argumentRanges(tokens, args)
  if (!listener || !app || more || app[1] <= app[0]) return undefined
  const close = tokens[args]?.partner ?? -1
  const maker = lastLink(tokens, app)
  const made = maker && MAKERS.test(maker.name) ? maker : undefined
  return {
    anchor,
    listener,
    app: made ? [app[0], made.start] : app,
    ...(made ? { maker: made } : {}),
    close,
    links: linksAfter(tokens, close),
  }
}

/** The last method of a chain that fills a range. */
function lastLink(tokens: Bare['source']['tokens'], [from, to]: Range): Link | undefined {
  let end = from
  while (tokens[end + 1]?.text === '::' && tokens[end + 2]?.kind === 'word') end += 2
  const close = tokens[end + 1]?.text === '(' ? (tokens[end + 1]?.partner ?? end) : end
  return linksAfter(tokens, close)
    .filter(link => link.end < to)
    .at(-1)
}

/** The call stays; the module goes around the application and around what stops the server. */
function kept(serve: Serve, graceful: Link, harden: Piece, module: string, own: boolean): readonly Piece[] | string {
  const { bare } = serve.anchor
  const { tokens } = bare.source
  const [signal, more] = argumentRanges(tokens, graceful.args)
  if (!signal || more) return 'what stops the server is not told in one expression'
  const pieces = [harden, ...(own ? [] : [wrapped(bare, signal, `${module}::drain`)])]
  if (pieces.some(piece => piece.old.includes('\n')))
    return 'what is served, or what stops the server, is written over several lines'
  return joined(bare, pieces)
}

/** The module's own function serves. */
function replaced(serve: Serve, harden: Piece, module: string, own: boolean): readonly Piece[] | string {
  const { anchor, listener, app, maker, links } = serve
  const { bare, use } = anchor
  const { tokens } = bare.source
  const from = tokens[use.start]?.from ?? 0
  const certain = !harden.line && isTcpListener(bare.source, listener)
  const oneLine = !textOf(bare.text, tokens, [use.start, serve.close + 1]).includes('\n')
  if (certain && !maker) return [{ from, old: 'axum::serve', now: `${module}::serve`, args: -1 }]
  const await_ = links[0]
  const chain = textOf(bare.text, tokens, [use.start, (links.at(-1)?.end ?? serve.close) + 1])
  if (certain && maker?.name === 'into_make_service' && oneLine && !chain.includes('\n')) {
    const [where, what] = [textOf(bare.text, tokens, listener), textOf(bare.text, tokens, app)]
    const old = textOf(bare.text, tokens, [use.start, serve.close + 1])
    return [{ from, old, now: `${module}::serve_router(${where}, ${what})`, args: use.args }]
  }
  if (!await_ || !startsLine(bare.text, tokens[await_.start]?.from ?? 0)) return TOO_LONG
  if (harden.old.includes('\n')) return 'what is served is written over several lines'
  const stop = `.with_graceful_shutdown(${module}::drain(${module}::stop_signal()))`
  const line: Piece = { from: tokens[await_.start]?.from ?? 0, old: '', now: stop, args: -1, line: true }
  return own ? [harden] : [harden, line]
}

function wrapped({ text, source }: Bare, range: Range, call: string): Piece {
  const old = textOf(text, source.tokens, range)
  return {
    from: source.tokens[range[0]]?.from ?? 0,
    old,
    now: `${call}(${old})`,
    args: enclosingArgs(source.tokens, range[0]),
  }
}

function enclosingArgs(tokens: Bare['source']['tokens'], index: number): number {
  for (let i = index - 1; i >= 0; i--) {
    const { text, partner = -1 } = tokens[i] ?? {}
    if (text === '(' && partner > index) return i
    if (/^[)\]}]$/.test(text ?? '') && partner >= 0) i = partner
  }
  return -1
}

/** Two pieces of one line are one change. */
function joined({ text }: Bare, pieces: readonly Piece[]): readonly Piece[] {
  const [first, second] = pieces
  if (!first || !second || first.line || text.slice(first.from, second.from).includes('\n')) return pieces
  const between = text.slice(first.from + first.old.length, second.from)
  return [{ from: first.from, old: first.old + between + second.old, now: first.now + between + second.now, args: -2 }]
}
