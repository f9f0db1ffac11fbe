import { port } from '../values.ts'
import {
  argumentRanges,
  numberValue,
  pathsIn,
  stringValue,
  type PathUse,
  type RustSource,
  type Token,
} from '../source/rust.ts'
import { typeAround } from './rust-items.ts'
import { loopedOver, valueBehind } from './rust-statements.ts'

/** What an expression says about an address to listen on. */
export interface Address {
  readonly port?: number
  readonly host?: string
  readonly variable?: string
  readonly hostVariable?: string
  /** Where the port stands. */
  readonly path?: string
  readonly line?: number
  /** Names of fields and functions that the port comes from and that could not be followed. */
  readonly names: readonly string[]
  /** What the first of them is a field of: `http` of `settings.http.port`, the type `Config` of `self.port` in its methods. */
  readonly holder?: string
}

type Range = readonly [number, number]

interface Found {
  port?: number
  host?: string
  variable?: string
  hostVariable?: string
  path?: string
  line?: number
  names: string[]
  holder?: string
}

const MAX_DEPTH = 6
/** Smaller numbers are counts, versions and bytes of an address. */
const LOWEST = 80
/** Calls that hand their arguments on; what stands in the arguments of any other is about something else. */
const TRANSPARENT =
  /^(from|new|parse|to_string|to_owned|into|as_str|as_ref|unwrap|expect|unwrap_or|unwrap_or_else|unwrap_or_default|or|or_else|ok|ok_or|ok_or_else|map|map_err|and_then|some|Some|Ok|Left|Right|String|format|clone|to_socket_addrs|resolve|from_str|try_from|try_into|context|with_context|next|get|await|concat|value|default_value|default_value_t|default|Default|json|set_port|into_inner|u16|port)$/
const PORTISH = /port|addr|listen|bind|socket|host/i

/** @returns what the tokens in `range` of `source` say of an address; variables of the same function and constants are followed */
export function addressIn(source: RustSource, range: Range, others: readonly RustSource[] = []): Address {
  const found: Found = { names: [] }
  harvest(source, range, others, found, 0, new Set())
  return found
}

function harvest(
  source: RustSource,
  [from, to]: Range,
  others: readonly RustSource[],
  found: Found,
  depth: number,
  seen: Set<string>,
): void {
  const { tokens } = source
  for (let i = from; i < to; i++) {
    const token = tokens[i]
    if (!token) continue
    if (token.text === '[' && token.partner > i) i = skipBytes(tokens, i, found)
    else if (token.kind === 'string') takeString(source, token, i, others, found, depth, seen)
    else if (token.kind === 'number') takeNumber(source, token, numberValue(token), found)
    else if (token.kind === 'word') {
      takeWord(source, i, others, found, depth, seen)
      i = skipArguments(source, i, to, found)
    }
  }
}

/** Options of an attribute about what may be given, not about what is taken where nothing is. */
const ABOUT_GIVEN = /^(?:value_parser|value_name|validator|validate|parse|long|help|conflicts_with|requires)$/

/**
 * @returns the index behind the arguments of a call that does not hand them on, behind the bytes of an address, or behind the value of an option that
 * is about something else; else the index itself
 */
function skipArguments(source: RustSource, index: number, end: number, found: Found): number {
  const { tokens } = source
  const [word, sign, method, bytes] = tokens.slice(index, index + 4)
  if (word && ABOUT_GIVEN.test(word.text) && sign?.text === '=') return endOfOption(tokens, index, end)
  if (word && /^Ipv[46]Addr$/.test(word.text) && method?.text === 'new' && bytes?.text === '(')
    return skipBytes(tokens, index + 3, found)
  const bang = tokens[index + 1]?.text === '!' ? 1 : 0
  const open = index + 1 + bang
  const bracket = tokens[open]
  if (bracket?.text !== '(' || bracket.partner < open || TRANSPARENT.test(tokens[index]?.text ?? '')) return index
  return bracket.partner
}

/** @returns the index of the comma behind an option of an attribute */
function endOfOption(tokens: readonly Token[], index: number, end: number): number {
  for (let i = index; i < end; i++) {
    const token = tokens[i]
    if (token?.text === ',') return i
    if (token && '([{'.includes(token.text) && token.partner > i) i = token.partner
  }
  return end
}

/** `[0, 0, 0, 0]` and `Ipv4Addr::new(0, 0, 0, 0)` are addresses; one of a group is where programs look for each other, and so is the port beside it. */
function skipBytes(tokens: readonly Token[], open: number, found: Found): number {
  const close = tokens[open]?.partner ?? open
  const bytes = tokens.slice(open + 1, close).filter(token => token.kind === 'number')
  if (bytes.length !== 4) return open
  if (isGroup(bytes[0]?.text ?? '')) return tokens[close + 1]?.text === ',' ? close + 2 : close
  noteHost(bytes.map(token => token.text).join('.'), found)
  return close
}

/** Of `if cfg!(test) { "127.0.0.1" } else { "0.0.0.0" }` the one counts that others can reach. */
function noteHost(host: string, found: Found): void {
  const isEvery = host === '0.0.0.0' || host === '[::]'
  if (found.host === undefined || isEvery) found.host = host
}

/** The first byte of an address that many programs listen at: 224 to 239. */
function isGroup(byte: string): boolean {
  return /^2(?:2[4-9]|3\d)(?:u8)?$/.test(byte)
}

function takeNumber(source: RustSource, token: Token, value: number | undefined, found: Found): void {
  const number = port(value)
  if (found.port !== undefined || number === undefined || number < LOWEST) return
  found.port = number
  found.path = source.path
  found.line = token.line
}

function takeString(
  source: RustSource,
  token: Token,
  index: number,
  others: readonly RustSource[],
  found: Found,
  depth: number,
  seen: Set<string>,
): void {
  const value = stringValue(token)
  const [, host, tail = ''] = /^(?:\w+:\/\/)?(\[[0-9a-f:.]*\]|[^:{}\s/]*)(?::(.*))?$/i.exec(value) ?? []
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host ?? '') && isGroup(host?.split('.')[0] ?? '')) return
  if (host !== undefined && /^(\[.*\]|\d+\.\d+\.\d+\.\d+|localhost)$/.test(host)) noteHost(host, found)
  if (/^\d{2,5}$/.test(value)) takeNumber(source, token, Number(value), found)
  else if (/^\d{2,5}$/.test(tail)) takeNumber(source, token, Number(tail), found)
  for (const [, name] of value.matchAll(/\{(\w+)(?::[^}]*)?\}/g))
    if (name !== undefined && /^[a-z_]/i.test(name)) follow(source, name, index, others, found, depth, seen)
}

const ENVIRONMENT = /(^|::)(\w+_)?var(_\w+)?$|^(env|option_env)$|get_env|env_or/

function takeWord(
  source: RustSource,
  index: number,
  others: readonly RustSource[],
  found: Found,
  depth: number,
  seen: Set<string>,
): void {
  const { tokens } = source
  const previous = tokens[index - 1]?.text
  if (previous === '::') return
  const [use] = pathsIn(source, index, Math.min(index + 40, tokens.length))
  if (use?.start !== index) return
  if (use.args > 0 && (ENVIRONMENT.test(use.full) || readsVariable(source, use))) {
    const [argument] = argumentRanges(tokens, use.args)
    const name = argument && tokens[argument[0]]
    if (name?.kind === 'string') noteVariable(stringValue(name), found)
    else if (name) follow(source, name.text, index, others, found, depth, seen, { onString: noteVariable })
    takeDefault(source, use, others, found, depth, seen)
    return
  }
  if (previous === '.') {
    if (use.args < 0 || PORTISH.test(use.path)) noteField(source, index - 2, use.path, found)
    return
  }
  if (/Ipv[46]Addr$|^LOCALHOST$/.test(use.path.split('::')[0] ?? '') || /LOCALHOST|UNSPECIFIED/.test(use.path)) {
    const host = use.path.endsWith('LOCALHOST') ? '127.0.0.1' : use.path.endsWith('UNSPECIFIED') ? '0.0.0.0' : undefined
    if (host !== undefined) noteHost(host, found)
    return
  }
  const called = use.args > 0
  const [asked, end] = tokens.slice(use.args + 1)
  // `required("API_PORT")`: a function of the program's own that reads a variable
  if (called && end?.text === ')' && asked?.kind === 'string' && PORT_VARIABLE.test(asked.text))
    noteVariable(stringValue(asked), found)
  follow(source, use.path.split('::').at(-1) ?? '', index, others, found, depth, seen, { called })
}

function noteField(source: RustSource, index: number, name: string, found: Found): void {
  const holder = source.tokens[index]
  found.names.push(name)
  if (holder?.kind !== 'word' || !/port|addr|listen|bind/i.test(name)) return
  const owner = holder.text === 'self' ? typeAround(source, index) : holder.text
  if (owner !== undefined) found.holder ??= owner
}

/** True for a function of any name whose first argument is the name of a variable for a port or an address, and whose second is its default. */
function readsVariable({ tokens }: RustSource, { args, member }: PathUse): boolean {
  const [name, comma] = tokens.slice(args + 1)
  return !member && name?.kind === 'string' && comma?.text === ',' && PORT_VARIABLE.test(name.text)
}

const PORT_VARIABLE = /^"(?:[A-Z][A-Z\d_]*)?(PORT|ADDR|ADDRESS|BIND|LISTEN)"$/

/** `get_env_var("PORT", "8000")`: what a function of the program gives where the variable is not set. */
function takeDefault(
  source: RustSource,
  { args }: PathUse,
  others: readonly RustSource[],
  found: Found,
  depth: number,
  seen: Set<string>,
): void {
  const [, second, ...more] = argumentRanges(source.tokens, args)
  if (second && !more.length) harvest(source, second, others, found, depth, seen)
}

function noteVariable(name: string, found: Found): void {
  if (/PORT/i.test(name) || /ADDR|LISTEN|BIND|URL|SOCKET/i.test(name)) found.variable ??= name
  else if (/HOST|IP$/i.test(name)) found.hostVariable ??= name
}

interface How {
  readonly onString?: (value: string, found: Found) => void
  /** It stands for a function: a variable of the same name is another thing. */
  readonly called?: boolean
}

/** Follows a name to `let`, `const` or `static`, or into the body of a function that is called. */
function follow(
  source: RustSource,
  name: string,
  index: number,
  others: readonly RustSource[],
  found: Found,
  depth: number,
  seen: Set<string>,
  { onString, called = false }: How = {},
): void {
  if (depth >= MAX_DEPTH || found.port !== undefined) return
  const key = `${source.path}\0${name}\0${String(called)}`
  if (seen.has(key)) return
  seen.add(key)
  for (const other of [source, ...others]) {
    const range = definition(other, name, other === source ? index : 0, called)
    if (!range) continue
    const only = range[1] - range[0] === 1 ? other.tokens[range[0]] : undefined
    if (onString) {
      if (only?.kind === 'string') onString(stringValue(only), found)
    } else harvest(other, range, others, found, depth + 1, seen)
    return
  }
  if (depth === 0 || /port|addr|listen|bind/i.test(name)) found.names.push(name)
}

/** @returns the tokens behind `=` of the last `let`, `const` or `static` called `name` before `before`, what it is one of, or the body of that function */
function definition(source: RustSource, name: string, before: number, called: boolean): Range | undefined {
  const { tokens } = source
  let last: Range | undefined
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.text !== name || tokens[i]?.kind !== 'word') continue
    const keyword = tokens[i - 1]?.text === 'mut' ? tokens[i - 2]?.text : tokens[i - 1]?.text
    if (keyword === 'const' || keyword === 'static' || (keyword === 'let' && isSeen(source, i, before) && !called))
      last = valueBehind(tokens, i) ?? last
    if (keyword === 'for' && isSeen(source, i, before) && !called) last = loopedOver(tokens, i) ?? last
    if (keyword === 'fn') {
      const body = PORTISH.test(name) ? source.functions.find(f => f.open > i && f.name === name) : undefined
      if (body && !last) last = [body.open + 1, body.close]
    }
  }
  return last
}

/** A variable is known behind its `let`, in the function that both stand in. */
function isSeen({ functions }: RustSource, at: number, before: number): boolean {
  const around = functions.filter(f => f.open < at && at < f.close).at(-1)
  return at < before && (!around || before < around.close)
}
