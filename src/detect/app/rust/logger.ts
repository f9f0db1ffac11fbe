import { lineChange, swapChange } from '../../../edit/code-path.ts'
import { pathsIn } from '../../source/rust.ts'
import { endsLine, placeAt } from '../place.ts'
import type { SiteChange } from '../types.ts'
import type { Bare } from './bare.ts'
import { LOG_CALLS, LOGGERS, MODULE, type Logger } from './names.ts'
import { compact, functionAround, isConditional, macroAround } from './tokens.ts'

/** What a program logs with, and where that is set up. */
export interface Logging {
  readonly kind: Logger
  /** For `theirs`: it writes JSON. */
  readonly json: boolean
  readonly place?: { readonly bare: Bare; readonly index: number }
}

/** Crates that set up a logger, and words of functions that do. */
const SETS_UP =
  /^(tracing_subscriber|env_logger|pretty_env_logger|log4rs|fern|simple_logger|simplelog|flexi_logger|femme|stderrlog|slog_stdlog|json_subscriber|tracing_bunyan_formatter|tracing_stackdriver|tracing_log|console_subscriber|test_log|init_tracing_opentelemetry)(::|$)/

/** @returns the logger of a program, by the files that it is made of */
export function loggingOf(bares: readonly Bare[]): Logging {
  const uses = bares.flatMap(bare =>
    pathsIn(bare.source)
      .filter(use => !use.member && SETS_UP.test(use.full))
      .map(use => ({ bare, use })),
  )
  if (uses.length === 0) return { kind: 'none', json: false }
  const [first] = uses
  const theirs: Logging = {
    kind: 'theirs',
    json: uses.some(({ bare }) =>
      /\.\s*json\s*\(\s*\)|json_subscriber|BunyanFormattingLayer|stackdriver/.test(bare.text),
    ),
    ...(first ? { place: { bare: first.bare, index: first.use.start } } : {}),
  }
  if (!first || uses.length > 1) return theirs
  const { bare, use } = first
  const kind =
    use.path === 'tracing_subscriber::fmt::init' ? 'fmt' : use.path === 'env_logger::init' ? 'env' : undefined
  const { tokens } = bare.source
  const close = tokens[use.args]?.partner ?? -1
  const statement =
    use.args >= 0 &&
    compact(tokens, [use.start, close + 2]) === `${use.path}();` &&
    /^[{};]$/.test(tokens[use.start - 1]?.text ?? '') &&
    functionAround(bare.source, use.start) >= 0 &&
    macroAround(bare.source, use.start) === undefined &&
    !isConditional(bare.source, use.start)
  return kind && statement ? { kind, json: false, place: { bare, index: use.start } } : theirs
}

/**
 * @param body opening brace of the function that a line goes to the top of
 * @returns what calls the module's logger; nothing where the service keeps its own
 */
export function loggerChange(
  { kind, place }: Logging,
  home: { readonly bare: Bare; readonly body: number },
  prefix: (path: string) => string,
): { readonly path: string; readonly change: SiteChange } | undefined {
  if (kind === 'theirs') return undefined
  if (kind === 'none') {
    const { bare, body } = home
    const at = bare.source.tokens[body]?.from ?? 0
    if (body < 0 || !endsLine(bare.text, at + 1)) return undefined
    const call = `${prefix(bare.path)}${MODULE}::${LOG_CALLS.none}();`
    const line = placeAt(bare.text, at, 'after')
    return {
      path: bare.path,
      change: { change: lineChange('rust', call, { ...line, deeper: indentUnit(bare.text) }), feature: 'logging' },
    }
  }
  if (!place) return undefined
  const { bare, index } = place
  const now = `${prefix(bare.path)}${MODULE}::${LOG_CALLS[kind]}()`
  const at = placeAt(bare.text, bare.source.tokens[index]?.from ?? 0, 'in')
  return { path: bare.path, change: { change: swapChange('rust', LOGGERS[kind], now, at), feature: 'logging' } }
}

function indentUnit(text: string): string {
  return /^\t/m.test(text) ? '\t' : '    '
}
