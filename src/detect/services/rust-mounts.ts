import { argumentRanges, pathsIn, type PathUse, type RustSource } from '../source/rust.ts'

/** Functions whose argument is put in front of the routes within the region that follows. */
const PREFIX =
  /^(nest|nest_service|scope|mount|prefix|with_path|path_prefix|nest_api_service|nest_no_strip|nest_without_state)$/

/** A path that holds for all that stands between two tokens, and for the functions that are named there. */
interface Region {
  readonly source: RustSource
  readonly prefix: string
  readonly from: number
  readonly to: number
}

/** @returns the text that an expression is; undefined where that is not known */
export type TextOf = (source: RustSource, range: readonly [number, number]) => string | undefined

function regionsIn(source: RustSource, textOf: TextOf): readonly Region[] {
  return pathsIn(source).flatMap(use => {
    const name = use.path.split('::').at(-1) ?? ''
    const isPrefix = PREFIX.test(name) || use.full === 'warp::path'
    const [first] = use.args > 0 && isPrefix ? argumentRanges(source.tokens, use.args) : []
    const prefix = first && textOf(source, first)
    if (!first || prefix === undefined) return []
    const close = source.tokens[use.args]?.partner ?? first[1]
    const inArguments = argumentRanges(source.tokens, use.args).length > 1
    return [
      {
        source,
        prefix,
        from: inArguments ? first[1] : close,
        to: inArguments ? close : endOfChain(source, close),
      },
    ]
  })
}

/**
 * @returns the index behind a chain of methods that begins behind the bracket at `close`; in `path("v1").and(users).or(health)` what stands
 * behind `or` is another choice
 */
function endOfChain({ tokens }: RustSource, close: number): number {
  let at = close
  while (tokens[at + 1]?.text === '?' || (tokens[at + 1]?.text === '.' && tokens[at + 2]?.text !== 'or')) {
    if (tokens[at + 1]?.text === '?') {
      at++
      continue
    }
    let open = at + 2
    while (open < tokens.length && tokens[open]?.text !== '(' && open < at + 12) open++
    if (tokens[open]?.text !== '(' || (tokens[open]?.partner ?? -1) < 0) break
    at = tokens[open]?.partner ?? at
  }
  return at
}

interface Let {
  readonly name: string
  readonly from: number
  readonly to: number
}

const lets = new WeakMap<RustSource, readonly Let[]>()

/** The statements that give a variable its value, in their order. */
function letsIn(source: RustSource): readonly Let[] {
  const known = lets.get(source)
  if (known) return known
  const { tokens } = source
  const found: Let[] = []
  tokens.forEach((token, i) => {
    if (token.text !== 'let' || token.kind !== 'word') return
    const name = tokens[i + 1]?.text === 'mut' ? tokens[i + 2]?.text : tokens[i + 1]?.text
    let to = i
    while (to < tokens.length && tokens[to]?.text !== ';') to = Math.max(tokens[to]?.partner ?? 0, to) + 1
    if (name !== undefined) found.push({ name, from: i, to })
  })
  lets.set(source, found)
  return found
}

interface Variable {
  /** Where the statement begins that gives it its value: what is around that is around its uses as well. */
  readonly from: number
  readonly uses: readonly number[]
}

/** The variable that the statement around a token gives its value, where it is used before `end`; undefined for any other statement. */
function variableAround(source: RustSource, index: number, end: number): Variable | undefined {
  const { tokens } = source
  const inside = letsIn(source)
    .filter(statement => statement.from < index && index < statement.to)
    .at(-1)
  const uses: number[] = []
  for (let at = inside?.to ?? end; at < end && uses.length < MOST; at++)
    if (tokens[at]?.text === inside?.name && tokens[at]?.kind === 'word' && tokens[at - 1]?.text !== '.') uses.push(at)
  return inside && uses.length ? { from: inside.from, uses } : undefined
}

interface Mention {
  readonly source: RustSource
  readonly use: PathUse
}

/** Most places that one function is mounted at. */
const MOST = 8

/** What places in the code are mounted under: the regions around them, and what their function is mounted under. */
export class Mounts {
  readonly #regions: ReadonlyMap<RustSource, readonly Region[]>
  readonly #mentions = new Map<string, Mention[]>()
  readonly #definitions = new Map<string, number>()
  readonly #known = new Map<string, readonly string[]>()

  constructor(sources: readonly RustSource[], textOf: TextOf) {
    this.#regions = new Map(sources.map(source => [source, regionsIn(source, textOf)]))
    for (const source of sources)
      for (const { name } of source.functions) this.#definitions.set(name, (this.#definitions.get(name) ?? 0) + 1)
    for (const source of sources) {
      for (const use of pathsIn(source)) {
        const name = lastOf(use)
        if (!this.#definitions.has(name) || source.tokens[use.start - 1]?.text === 'fn' || isUse(source, use)) continue
        const list = this.#mentions.get(name)
        if (list) list.push({ source, use })
        else this.#mentions.set(name, [{ source, use }])
      }
    }
  }

  of(source: RustSource, index: number): readonly string[] {
    const outer = source.functions.filter(f => f.open < index && index < f.close).at(-1)
    if (!outer) return [this.#around(source, index, 0)]
    const variable = variableAround(source, index, outer.close)
    const inner = this.#around(source, index, variable?.from ?? 0)
    const prefixes = variable ? this.#ofVariable(source, variable) : this.ofFunction(source, outer.name)
    return prefixes.map(prefix => `${prefix}/${inner}`)
  }

  /** What a token is put under by the regions around it that begin behind `from`. */
  #around(source: RustSource, index: number, from: number): string {
    const around = (this.#regions.get(source) ?? [])
      .filter(region => region.from < index && index < region.to && region.from > from)
      .sort((a, b) => a.from - b.from)
    return around.map(region => region.prefix).join('/')
  }

  /** Variables that are made of others are asked for again and again: each answer is kept. */
  #ofVariable(source: RustSource, { from, uses }: Variable): readonly string[] {
    const key = `${source.path}\0${String(from)}`
    const known = this.#known.get(key)
    if (known) return known
    const found = [...new Set(uses.flatMap(use => this.of(source, use)))].slice(0, MOST)
    this.#known.set(key, found)
    return found
  }

  /** Nothing stands in front where no place names the function. */
  ofFunction(source: RustSource, name: string): readonly string[] {
    const key = `${source.path}\0${name}`
    const known = this.#known.get(key)
    if (known) return known
    // A function that leads back to itself adds nothing.
    this.#known.set(key, [''])
    const isMethod = takesSelf(source, name)
    const all = (this.#mentions.get(name) ?? []).filter(({ use }) => isMethod || !use.member)
    const exact = all.filter(mention => means(mention, source))
    const mentions = exact.length || this.#definitions.get(name) !== 1 ? exact : all
    const found = [
      ...new Set(mentions.slice(0, MOST * 4).flatMap(mention => this.of(mention.source, mention.use.start))),
    ].slice(0, MOST)
    const mounted =
      found.length > 1
        ? found.filter(
            prefix => prefix.replaceAll('/', '') !== '' || found.every(other => other.replaceAll('/', '') === ''),
          )
        : found
    const result = mounted.length ? mounted : ['']
    this.#known.set(key, result)
    return result
  }
}

/** True for a method: `.configure(users::configure)` calls one of the framework, and not the function of that name which it may stand in. */
function takesSelf({ tokens, functions }: RustSource, name: string): boolean {
  return functions.some(({ name: own, open }) => {
    if (own !== name) return false
    const fn = tokens.findLastIndex((token, i) => i < open && token.text === name && tokens[i - 1]?.text === 'fn')
    const bracket = tokens.findIndex((token, i) => i > fn && token.text === '(')
    return fn >= 0 && tokens.slice(bracket, tokens[bracket]?.partner).some(token => token.text === 'self')
  })
}

/** True when the path names a function of that file: by the name of its module, its crate or its type. */
function means({ source, use }: Mention, target: RustSource): boolean {
  const segments = use.full.split('::')
  const qualifier = segments.at(-2)
  if (qualifier === undefined || qualifier === 'self' || qualifier === 'Self') return source === target
  if (qualifier === 'super' || qualifier === 'crate') return true
  if (/^[A-Z]/.test(qualifier))
    return target.tokens.some((token, i) => token.text === qualifier && target.tokens[i - 1]?.text === 'impl')
  return moduleNames(target.path).includes(qualifier)
}

/** `users` of src/users.rs and of src/users/mod.rs; the folder of the crate for its root file */
function moduleNames(path: string): readonly string[] {
  const folders = path.split('/')
  const stem = (folders.pop() ?? '').replace(/\.rs$/, '')
  const near = folders
    .filter(folder => folder !== 'src')
    .slice(-2)
    .map(folder => folder.replaceAll('-', '_'))
  return stem === 'mod' || stem === 'lib' || stem === 'main' ? near : [stem, ...near.slice(-1)]
}

function lastOf(use: PathUse): string {
  return use.path.split('::').at(-1) ?? ''
}

/** A name in a `use` says nothing of where it is mounted. */
function isUse({ tokens }: RustSource, use: PathUse): boolean {
  for (let at = use.start - 1; at >= 0 && use.start - at < 40; at--) {
    const text = tokens[at]?.text
    if (text === ';' || text === '}' || text === '(') return false
    if (text === 'use') return true
  }
  return false
}
