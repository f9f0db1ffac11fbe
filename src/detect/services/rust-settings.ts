import { basename } from '../../text/paths.ts'
import { argumentRanges, numberValue, stringValue, type RustSource, type Token } from '../source/rust.ts'
import { attributesBefore, insideOf, namedVariable, saysDefault } from './rust-attributes.ts'
import { firstListed } from './rust-listed.ts'
import { environmentRange, isInStatic, untilSemicolon } from './rust-statements.ts'
import { addressIn, type Address } from './rust-values.ts'

/** Words in the name of a field or of the struct or table around it: the port of something else. */
export const OTHER =
  /metric|prom|redis|postgres|mysql|mongo|databas|^db|_db|smtp|mail|kafka|amqp|rabbit|nats|statsd|jaeger|otlp|otel|telemetry|tracing|ldap|debug|pprof|proxy|upstream|remote|client|peer|cluster|cache|elastic|s3|consul|etcd|tokio_console|console|test|health|probe|ssh|ftp|imap|pop3|vnc|rdp|telnet|snmp|syslog|acme_?(?:http|tls|dns|bind|port|challenge)/i

/** Words in the name of a function, or of what it passes on: a socket for metrics, debugging or tests beside the real one. */
export const BESIDE = /metric|prometheus|debug|pprof|health|test|acme_?(?:http|tls|dns|bind|port|challenge)/i

/** @returns true when the function around a token opens or describes such a socket */
export function isBeside({ functions }: RustSource, index: number): boolean {
  return BESIDE.test(functions.filter(f => f.open < index && index < f.close).at(-1)?.name ?? '')
}

/** Names of a setting that holds where a program listens, the plainest first. */
export const USUAL_NAMES = [
  'port',
  'http_port',
  'server_port',
  'listen_port',
  'api_port',
  'app_port',
  'bind_port',
  'listen',
  'listen_addr',
  'listen_address',
  'bind',
  'bind_addr',
  'bind_address',
  'http_addr',
  'http_address',
  'server_addr',
  'server_address',
  'addr',
  'address',
  'socket_addr',
  'http_host',
  'bind_to',
  'listen_on',
]

/**
 * @param holder what the program takes the setting from: the struct of that name is asked before all others
 * @returns where a program listens by the defaults of its settings: fields of structs, `set_default`, functions and constants named after them
 */
export function declaredAddress(
  sources: readonly RustSource[],
  names: readonly string[],
  holder?: string,
): Address | undefined {
  const wanted = ({ port }: Address): boolean => port !== undefined
  const own = holder === undefined ? undefined : declared(sources, names, wanted, isOf(holder))
  return own ?? declared(sources, names, wanted)
}

/** `settings.http.port` is a field of `struct Http`, or of `HttpConfig`; a type is itself. */
function isOf(holder: string): (container: string) => boolean {
  const plain = holder.replaceAll('_', '').toLowerCase()
  return container => {
    const [, name = ''] = /^\s*(\w+)/.exec(container) ?? []
    if (/^[A-Z]/.test(holder)) return name === holder
    return name.replace(/(?:Config|Configuration|Settings|Options|Opts|Args|Section)$/, '').toLowerCase() === plain
  }
}

/** @returns the variable that a setting of where a program listens is read from, where it has no default: `port: env::var("API_PORT")?.parse()?` */
export function declaredVariable(sources: readonly RustSource[], names: readonly string[]): string | undefined {
  return declared(sources, names, ({ variable }) => variable !== undefined && !OTHER.test(variable))?.variable
}

function declared(
  sources: readonly RustSource[],
  names: readonly string[],
  wanted: (address: Address) => boolean,
  isHolder: (container: string) => boolean = () => true,
): Address | undefined {
  for (const name of names)
    // A constant of that name may be about something else than the field of the settings.
    for (const isConstant of [false, true])
      for (const source of sources) {
        const found = declaredIn(source, name, sources, { wanted, isHolder }, isConstant)
        if (found) return found
      }
  return undefined
}

/** What is asked of a setting, and of the names of what stands around it. */
interface Asked {
  readonly wanted: (address: Address) => boolean
  readonly isHolder: (container: string) => boolean
}

/** Names around the setting of the listener that a program is for, where it has several. */
const MAIN = /http|web|rest|api|server|app(?![a-z])|application|listen/i

function declaredIn(
  source: RustSource,
  name: string,
  sources: readonly RustSource[],
  { wanted, isHolder }: Asked,
  isConstant: boolean,
): Address | undefined {
  const { tokens } = source
  if (OTHER.test(basename(source.path))) return undefined
  let first: readonly [Address, number] | undefined
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]
    if (!token || isConstant !== /^(?:const|static)$/.test(tokens[i - 1]?.text ?? '')) continue
    for (const range of rangesAt(source, i, token, name)) {
      const found = defaultIn(source, range, name, sources)
      const container = wanted(found) ? containerOf(source, i) : undefined
      if (container === undefined || !isHolder(container)) continue
      first ??= [found, i]
      if (MAIN.test(container)) return amongListed(source, found, i)
    }
  }
  return first && amongListed(source, ...first)
}

/** Of several listeners in a list the first is what the program is for. */
function amongListed(source: RustSource, found: Address, index: number): Address {
  return found.port === undefined ? found : (firstListed(source, index, USUAL_NAMES, BESIDE) ?? found)
}

function defaultIn(
  source: RustSource,
  range: readonly [number, number],
  name: string,
  sources: readonly RustSource[],
): Address {
  const found = smallPort(source, range, name) ?? addressIn(source, range, sources)
  const variable = found.variable ?? namedVariable(source.tokens, range, name)
  const best = found.port === undefined ? (namedFunction(source, range, sources) ?? found) : found
  return { ...best, ...(variable === undefined ? {} : { variable }) }
}

/** `53`, in what is called after a port: any number, where in an address small ones are counts and bytes. */
function smallPort(
  { path, tokens }: RustSource,
  [from, to]: readonly [number, number],
  name: string,
): Address | undefined {
  const token = tokens[from]
  const number = to - from === 1 && /port$/i.test(name) && token?.kind === 'number' ? numberValue(token) : undefined
  return token && number !== undefined && number > 0 && number < 80
    ? { port: number, path, line: token.line, names: [] }
    : undefined
}

function rangesAt(
  source: RustSource,
  index: number,
  token: Token,
  name: string,
): readonly (readonly [number, number])[] {
  if (token.kind === 'string')
    return [...defaultCall(source.tokens, index, name), ...optionRanges(source, index, token, name)]
  if (token.kind !== 'word' || token.text !== name) return functionRange(source, index, name)
  const before = source.tokens[index - 1]?.text
  if (before === 'fn') return accessorRange(source, index, name)
  return before === 'let' ? environmentRange(source.tokens, index) : fieldRanges(source, index)
}

/** `set_default("application.port", 8000)` */
function defaultCall(tokens: readonly Token[], index: number, name: string): readonly (readonly [number, number])[] {
  const value = stringValue(tokens[index] ?? { text: '', kind: 'string', line: 0, from: 0, partner: -1 })
  const parts = value.split(/[.]|__/)
  if (
    parts.at(-1) !== name ||
    OTHER.test(value) ||
    tokens[index - 1]?.text !== '(' ||
    !/^(set_default|set_override|with_default|default|get_int|get_string|get)$/.test(tokens[index - 2]?.text ?? '')
  )
    return []
  const [, second] = argumentRanges(tokens, index - 1)
  return second ? [second] : []
}

/** `#[arg(long = "listen-addr", default_value = "[::]:8000")]`: an option has the name that people call it by, whatever its field is called. */
function optionRanges(
  source: RustSource,
  index: number,
  token: Token,
  name: string,
): readonly (readonly [number, number])[] {
  const { tokens } = source
  if (tokens[index - 1]?.text !== '=' || !/^(long|name)$/.test(tokens[index - 2]?.text ?? '')) return []
  if (stringValue(token).replaceAll('-', '_') !== name || OTHER.test(containerOf(source, index))) return []
  const open = tokens.findLastIndex((other, i) => i < index && other.text === '[' && tokens[i - 1]?.text === '#')
  const close = tokens[open]?.partner ?? -1
  return close < index ? [] : [insideOf(tokens, open, close)].filter(range => saysDefault(tokens, range))
}

/** The attributes in front of the field of a struct, or the value in a struct expression. */
function fieldRanges(source: RustSource, index: number): readonly (readonly [number, number])[] {
  const { tokens } = source
  if (tokens[index + 1]?.text !== ':' || OTHER.test(containerOf(source, index))) return []
  const attributes = attributesBefore(tokens, index).map(([open, close]) => insideOf(tokens, open, close))
  const value = attributes.length ? [] : valueRange(source, index + 2)
  return [...attributes.filter(range => saysDefault(tokens, range)), ...value]
}

/** The value of a field in a struct expression inside of a function or of a `static`. */
function valueRange(source: RustSource, start: number): readonly (readonly [number, number])[] {
  const { tokens, functions } = source
  const isCode = functions.some(f => f.open < start && start < f.close) || isInStatic(source, start)
  if (!isCode || isBeside(source, start)) return []
  for (let i = start; i < tokens.length; i++) {
    const token = tokens[i]
    if (token?.text === ',' || token?.text === '}') return [[start, i]]
    if (token && '([{'.includes(token.text) && token.partner > i) i = token.partner
  }
  return []
}

/** `fn default_port() -> u16 { 8888 }`, `const DEFAULT_PORT: u16 = 8888` */
function functionRange(source: RustSource, index: number, name: string): readonly (readonly [number, number])[] {
  const { tokens, functions } = source
  const text = tokens[index]?.text ?? ''
  const previous = tokens[index - 1]?.text
  if (tokens[index]?.kind !== 'word' || (previous !== 'fn' && previous !== 'const' && previous !== 'static')) return []
  const wanted = [`default_${name}`, `${name}_default`, `get_${name}`, ...(previous === 'fn' ? [] : [name])]
  if (!wanted.includes(text.toLowerCase())) return []
  if (previous !== 'fn') return untilSemicolon(tokens, index)
  const body = functions.find(f => f.open > index && f.name === text)
  return body ? [[body.open + 1, body.close]] : []
}

/** `fn listen_addr(&self) -> SocketAddr { self.listen_addr.unwrap_or(…) }`: a setting, and where the program listens without it */
function accessorRange(
  { tokens, functions }: RustSource,
  index: number,
  name: string,
): readonly (readonly [number, number])[] {
  const body = functions.find(f => f.open > index && f.name === name)
  const words = body ? tokens.slice(body.open + 1, body.close).map(token => token.text) : []
  const given = words.findIndex((word, i) => {
    const field = word.startsWith('unwrap_or') ? words.slice(0, i).lastIndexOf(name) : -1
    return field > 1 && i - field < 4 && words[field - 1] === '.' && words[field - 2] === 'self'
  })
  return body && given > 0 ? [[body.open + 1 + given, body.close]] : []
}

/** `#[serde(default = "default_port")]` */
function namedFunction(
  source: RustSource,
  [from, to]: readonly [number, number],
  sources: readonly RustSource[],
): Address | undefined {
  for (const token of source.tokens.slice(from, to)) {
    const name = token.kind === 'string' ? stringValue(token).split('::').at(-1) : undefined
    // A default may be named after the server that it is about.
    if (name === undefined || !/^[a-z_]\w*$/i.test(name) || OTHER.test(name)) continue
    for (const other of [source, ...sources]) {
      const body = other.functions.find(f => f.name === name)
      const inside = [(body?.open ?? 0) + 1, body?.close ?? 0] as const
      if (body) return smallPort(other, inside, name) ?? addressIn(other, inside, sources)
    }
  }
  return undefined
}

/** Names of the structs, `impl`s and struct expressions around a token. */
function containerOf(source: RustSource, index: number): string {
  const { tokens } = source
  let names = ''
  for (let i = index - 1, depth = 0; i >= 0 && depth < 4; i--) {
    const token = tokens[i]
    if (token?.text === '}' && token.partner >= 0) i = token.partner
    else if (token?.text === '{') {
      depth++
      names += ` ${headOf(tokens, i)}`
    }
  }
  return names
}

/** The words in front of an opening brace, back to the keyword or sign that begins the item. */
function headOf(tokens: readonly Token[], open: number): string {
  const words: string[] = []
  for (
    let at = open - 1;
    at >= 0 && tokens[at]?.kind !== 'string' && !/^[\])}{;=,(]$/.test(tokens[at]?.text ?? '');
    at--
  ) {
    const text = tokens[at]?.text ?? ''
    if (/^(struct|impl|enum|fn|mod|trait|pub|if|match|else)$/.test(text)) break
    if (tokens[at]?.kind === 'word') words.push(text)
  }
  return words.join(' ')
}
