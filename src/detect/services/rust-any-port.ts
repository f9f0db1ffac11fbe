import {
  argumentRanges,
  pathsIn,
  stringValue,
  type FunctionRange,
  type PathUse,
  type RustSource,
} from '../source/rust.ts'

type Range = readonly [number, number]

const BIND = /(?:^|::)(?:try_)?bind\w*$/
/** Functions that look for a port that nobody uses: `portpicker::pick_unused_port()`. */
const FREE_PORT = /^(?:pick|find|get|next|random)_(?:\w+_)?(?:unused|free|available|open)_(?:\w+_)?port$/
const NUMERIC_HOST = /^Ipv[46]Addr$/
/** A function that opens more was not written by people. */
const MOST_SOCKETS = 20

/** What is known of the functions of a file, by their opening braces. */
const known = new WeakMap<RustSource, Map<number, boolean>>()

/**
 * @returns true where the function around `index` opens its sockets at port 0 only, or at one that it looks for, which is any port that is free:
 * nobody can know where to call, so that what listens there is for the program itself
 */
export function takesAnyPort(source: RustSource, index: number): boolean {
  // A block of code or a function of its own may stand in between: the outermost function is what others call.
  const around = source.functions.find(f => f.open < index && index < f.close)
  if (!around) return false
  const answers = known.get(source) ?? new Map<number, boolean>()
  known.set(source, answers)
  const answer = answers.get(around.open) ?? opensAnyPort(source, around)
  answers.set(around.open, answer)
  return answer
}

/** A socket for UDP is how a program asks others; what answers HTTP has one for TCP. */
function opensAnyPort(source: RustSource, { open, close }: FunctionRange): boolean {
  const opened = pathsIn(source).filter(
    use => open < use.start && use.start < close && use.args >= 0 && BIND.test(use.path) && !use.path.includes('Udp'),
  )
  return opened.length > 0 && opened.length <= MOST_SOCKETS && opened.every(use => isAnyPort(source, use))
}

/** @returns true for a socket that is opened only to see whether its port is free: `TcpListener::bind(address).is_ok()` */
export function onlyAsks({ tokens }: RustSource, { args }: PathUse): boolean {
  let at = (tokens[args]?.partner ?? args) + 1
  while (tokens[at]?.text === '.' && tokens[at + 1]?.text === 'await') at += 2
  return tokens[at]?.text === '.' && /^(?:ok|is_ok|is_err)$/.test(tokens[at + 1]?.text ?? '')
}

/** @returns true for a call that opens a socket at port 0: `bind("127.0.0.1:0")`, `bind((host, 0))`, `bind(address)` of a variable that is one of these */
export function isAnyPort(source: RustSource, use: PathUse): boolean {
  const [address] = argumentRanges(source.tokens, use.args)
  return address !== undefined && endsInZero(source, address, new Set())
}

/** @param seen variables that were looked at */
function endsInZero(source: RustSource, [from, to]: Range, seen: Set<string>): boolean {
  const { tokens } = source
  for (let i = from; i < to; i++) {
    const token = tokens[i]
    if (token?.kind === 'string') {
      if (stringValue(token).endsWith(':0')) return true
    } else if (token?.kind === 'number') {
      // The port is the second of two: the 0 of `unwrap_or(0)` is another thing, and those of `[0, 0, 0, 0]` are bytes.
      if (/^0(?:u16)?$/.test(token.text) && tokens[i - 1]?.text === ',' && isLast(source, i)) return true
    } else if (token?.kind === 'word') {
      if (FREE_PORT.test(token.text) && tokens[i + 1]?.text === '(') return true
      const value = seen.has(token.text) ? undefined : valueOf(source, i)
      seen.add(token.text)
      if (value && endsInZero(source, value, seen)) return true
      i = behindHost(source, i)
    }
  }
  return false
}

function isLast({ tokens }: RustSource, index: number): boolean {
  const [next, after] = tokens.slice(index + 1, index + 3)
  return next?.text === ')' || (next?.text === ',' && after?.text === ')')
}

/** @returns the index behind `Ipv4Addr::new(0, 0, 0, 0)`; else the index itself */
function behindHost({ tokens }: RustSource, index: number): number {
  const open = index + 3
  const isCall = NUMERIC_HOST.test(tokens[index]?.text ?? '') && tokens[open]?.text === '('
  return isCall ? Math.max(index, tokens[open]?.partner ?? index) : index
}

/** @returns what a variable is set to before `index`, in the function that both stand in; undefined for any other word */
function valueOf(source: RustSource, index: number): Range | undefined {
  const { tokens, functions } = source
  const name = tokens[index]?.text
  const [before, after] = [tokens[index - 1]?.text, tokens[index + 1]?.text]
  // Of `settings.address`, the settings are not the address.
  const isPart = after === '.' && tokens[index + 3]?.text !== '('
  if (isPart || before === '.' || before === '::' || after === '::' || after === '(') return undefined
  const open = functions.findLast(f => f.open < index && index < f.close)?.open ?? 0
  for (let i = index - 1; i > open; i--) {
    const keyword = tokens[i - 1]?.text === 'mut' ? tokens[i - 2]?.text : tokens[i - 1]?.text
    if (tokens[i]?.text === name && keyword === 'let') return behindEquals(source, i, index)
  }
  return undefined
}

function behindEquals({ tokens }: RustSource, name: number, before: number): Range | undefined {
  let start = -1
  for (let i = name + 1; i < before; i++) {
    const text = tokens[i]?.text
    if (text === '=' && start < 0) start = i + 1
    if (text === ';') return start < 0 ? undefined : [start, i]
  }
  return undefined
}
