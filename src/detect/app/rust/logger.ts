import { lineChange, swapChange } from '../../../edit/code-path.ts'
import type { DependencyTrait } from '../../catalogue.ts'
import { DETECTORS } from '../../dependencies/index.ts'
import { pathsIn } from '../../source/rust.ts'
import type { Change } from '../../../edit/types.ts'
import { endsLine, placeAt, startsLine } from '../place.ts'
import type { SiteChange } from '../types.ts'
import type { Bare } from './bare.ts'
import { LOG_CALLS, LOGGERS, MODULE, type Logger } from './names.ts'
import { bracketsAround, compact, functionAround, isConditional, macroAround, statementStart } from './tokens.ts'

/** What a program logs with, and where that is set up. */
export interface Logging {
  readonly kind: Logger
  /** For `theirs`: it writes JSON. */
  readonly json: boolean
  /** For `theirs`: it takes what is told to the crate `tracing`, not only what is told to `log`. */
  readonly tracing: boolean
  readonly place?: { readonly bare: Bare; readonly index: number }
}

const TRAITS: readonly DependencyTrait[] = DETECTORS

/** Crates that set up a logger, as code names them. */
const SETTERS = TRAITS.flatMap(({ setsLogger, cargo }) => (setsLogger ? (cargo ?? []) : [])).map(name =>
  name.replaceAll('-', '_'),
)
/** They, and functions that make a logger of the program's own the one of the process. */
const SETS_UP = new RegExp(
  String.raw`^(?:${SETTERS.join('|')})(?:::|$)|^log::set_(?:boxed_)?logger$|^tracing(?:_core)?::(?:subscriber|dispatcher)::set_(?:global_)?default$`,
)

/** What a file without these words does not set up. */
export const LOGGER_WORDS = new RegExp(String.raw`\b(?:${SETTERS.join('|')}|set_\w*(?:logger|default))\b`)

/** @returns the logger of a program, by the files that it is made of */
export function loggingOf(bares: readonly Bare[]): Logging {
  const uses = bares.flatMap(bare =>
    pathsIn(bare.source)
      .filter(use => !use.member && SETS_UP.test(use.full))
      .map(use => ({ bare, use })),
  )
  if (uses.length === 0) return { kind: 'none', json: false, tracing: true }
  const [first] = uses
  const theirs: Logging = {
    kind: 'theirs',
    tracing: uses.some(({ use }) => /^(\w*tracing\w*|\w+_subscriber)(::|$)/.test(use.full)),
    json: uses.some(({ bare }) =>
      /\.\s*json\s*\(\s*\)|json_subscriber|structured_logger|JsonLayout|BunyanFormattingLayer|stackdriver/.test(
        bare.text,
      ),
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
  return kind && statement ? { kind, json: false, tracing: true, place: { bare, index: use.start } } : theirs
}

/** A function that starts the program, by its opening brace. */
interface Home {
  readonly bare: Bare
  readonly body: number
}

/**
 * @param home where a line goes to the top of
 * @returns what calls the module's logger; nothing where the service keeps its own
 */
export function loggerChange(
  { kind, place }: Logging,
  home: Home,
  prefix: (path: string) => string,
): { readonly path: string; readonly change: SiteChange } | undefined {
  if (kind === 'theirs') return undefined
  if (kind === 'none') {
    const line = atTop(home, `${prefix(home.bare.path)}${MODULE}::${LOG_CALLS.none}();`)
    return line && { path: home.bare.path, change: { change: line, feature: 'logging' } }
  }
  if (!place) return undefined
  const { bare, index } = place
  const now = `${prefix(bare.path)}${MODULE}::${LOG_CALLS[kind]}()`
  const at = placeAt(bare.text, bare.source.tokens[index]?.from ?? 0, 'in')
  return { path: bare.path, change: { change: swapChange('rust', LOGGERS[kind], now, at), feature: 'logging' } }
}

/** A line below the opening brace of a function. */
function atTop({ bare, body }: Home, call: string): Change | undefined {
  const at = bare.source.tokens[body]?.from ?? 0
  if (body < 0 || !endsLine(bare.text, at + 1)) return undefined
  return lineChange('rust', call, { ...placeAt(bare.text, at, 'after'), deeper: indentUnit(bare.text) })
}

/**
 * @returns what checks the variables when the program starts: behind the statement that reads them from a file, where there is one;
 * undefined where that is somewhere else
 */
export function checkChange(
  bares: readonly Bare[],
  home: Home,
  prefix: (path: string) => string,
): { readonly path: string; readonly change: SiteChange } | undefined {
  const { bare, body } = home
  const call = `${prefix(bare.path)}${MODULE}::check_configuration();`
  const readers = bares.flatMap(other =>
    other.source.tokens.flatMap((token, index) =>
      /^dotenv(y|_flow)?$/.test(token.text) && !/^(use|::)$/.test(other.source.tokens[index - 1]?.text ?? '')
        ? [{ other, index }]
        : [],
    ),
  )
  const [reader, second] = readers
  if (!reader) {
    const line = atTop(home, call)
    return line && { path: bare.path, change: { change: line, feature: 'configuration' } }
  }
  const { tokens } = bare.source
  const [around] = bracketsAround(tokens, reader.index)
  const end = tokens.findIndex((token, i) => i > reader.index && token.text === ';')
  const at = tokens[end]?.from ?? -1
  if (second || reader.other !== bare || around !== body || at < 0 || !endsLine(bare.text, at)) return undefined
  if (!startsLine(bare.text, tokens[statementStart(tokens, reader.index)]?.from ?? 0)) return undefined
  const line = bare.text.slice(tokens[reader.index]?.from, at).includes('\n')
    ? undefined
    : placeAt(bare.text, at, 'after')
  return line && { path: bare.path, change: { change: lineChange('rust', call, line), feature: 'configuration' } }
}

function indentUnit(text: string): string {
  return /^\t/m.test(text) ? '\t' : '    '
}
