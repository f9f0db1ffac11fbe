import { stringValue, type RustSource } from '../source/rust.ts'

/** @returns true for a path that a server without a router compares: `req.uri().path() == "/health"`, `(&Method::GET, "/health") => …`, `("/health", false) => …` */
export function isCompared({ tokens }: RustSource, index: number): boolean {
  const [first, last] = alternatives(tokens, index)
  const [before, after] = [tokens[first - 1]?.text ?? '', tokens[last + 1]?.text ?? '']
  if (!stringValue(tokens[index] ?? NOTHING).startsWith('/')) return false
  if (/^[!=]=$/.test(before) || /^[!=]=$/.test(after)) return true
  if (before === '=' && /^[!=]$/.test(tokens[index - 2]?.text ?? '')) return true
  const close = before === '(' && after === ',' ? (tokens[first - 1]?.partner ?? -1) : -1
  if (close > last && tokens[close + 1]?.text === '=>') return true
  return after === '=>' || (before === ',' && after === ')' && tokens[last + 2]?.text === '=>')
}

/** The first and the last of the texts in `"/live" | "/livez"`. */
function alternatives(tokens: RustSource['tokens'], index: number): readonly [number, number] {
  let [first, last] = [index, index]
  while (tokens[first - 1]?.text === '|' && tokens[first - 2]?.kind === 'string') first -= 2
  while (tokens[last + 1]?.text === '|' && tokens[last + 2]?.kind === 'string') last += 2
  return [first, last]
}

const NOTHING = { text: '""', kind: 'string', line: 0, from: 0, partner: -1 } as const

/** Words in the name of a function that takes what is to be answered. */
const TAKES = /(?:^|_)(?:route|handler?|register|endpoint|add|mount|on)(?:_|$)/

/** @returns true for a path between its method and what answers it: `server.request_handler(Method::GET, "/health", healthy)` */
export function isHandled({ tokens }: RustSource, index: number): boolean {
  const [open, name] = [tokens[index - 5], tokens[index - 6]]
  const before = tokens.slice(index - 4, index).map(token => token.text)
  const isGet = before.length === 4 && /^Method::(?:GET|HEAD),$/.test(before.join(''))
  return isGet && open?.text === '(' && TAKES.test(name?.text ?? '') && tokens[index + 1]?.text === ','
}

/** @returns true for a constant whose name says that it is such a path: `const HEALTH_CHECK_PATH: &str = "internal/health"` */
export function isNamed({ tokens }: RustSource, index: number): boolean {
  const keyword = tokens.findLastIndex((token, i) => i < index && /^(const|static|;)$/.test(token.text))
  const name = tokens[keyword + 1]?.text ?? ''
  return (
    index - keyword < 9 &&
    /^(const|static)$/.test(tokens[keyword]?.text ?? '') &&
    /(HEALTH|READY|LIVE|PING|METRICS)\w*(PATH|ROUTE|ENDPOINT|URI)$/.test(name)
  )
}

/** `client.get("/status")?` has no handler, and nothing behind it that names one, as in `route.get("/status").to(status)`: another server is asked. */
export function isAsked({ tokens }: RustSource, index: number): boolean {
  const [name, next, dot, method] = [-2, 1, 2, 3].map(offset => tokens[index + offset]?.text ?? '')
  return name === 'get' && next === ')' && !(dot === '.' && /^(?:to|with)(?:_|$)/.test(method ?? ''))
}

/** `scope("/metrics").service(resource("").route(…))`: what a scope is called is a route where one inside of it adds nothing. */
export function isItself({ tokens }: RustSource, index: number): boolean {
  if (tokens[index - 1]?.text !== '(' || tokens[index - 2]?.text !== 'scope') return false
  const inside = tokens.slice(index + 2, index + 14)
  return inside.some(
    (token, i) =>
      token.text === '""' && inside[i - 1]?.text === '(' && /^(route|resource)$/.test(inside[i - 2]?.text ?? ''),
  )
}

/** @returns true for a path behind a method that only writes, as warp's filters are put together: `warp::post().and(warp::path("heartbeat"))` */
export function isWritten({ tokens }: RustSource, index: number): boolean {
  let at = index - 2
  while (tokens[at - 1]?.text === '::') at -= 2
  const words: string[] = []
  // from `.and(` to `.and(`, back to the call that the chain begins with
  while (tokens[at - 1]?.text === '(' && tokens[at - 2]?.text === 'and' && tokens[at - 4]?.text === ')') {
    const open = tokens[at - 4]?.partner ?? 0
    words.push(...tokens.slice(open - 1, at - 4).map(token => token.text))
    at = open + 1
  }
  return words.some(word => /^(?:post|put|patch|delete)$/.test(word)) && !words.includes('get')
}
