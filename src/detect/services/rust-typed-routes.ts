import { pathsWith, stringValue, type PathUse, type RustSource } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'
import { routesAt, type Found } from './rust-route-calls.ts'
import type { RouteScope } from './routes.ts'

/** A text that belongs to a type: `impl Health { const PATH: &str = "/health"; }` */
interface Constant {
  readonly type: string
  readonly name: string
  readonly path: string
}

const CONSTANT = /\bconst\s+\w+\s*:\s*&\s*(?:'static\s+)?str\s*=\s*"\/[^"]*"\s*;/
/** From `const` to its text. */
const LONGEST = 9
/** From `impl` to its brace. */
const LONGEST_HEAD = 200

/**
 * @returns the routes whose path is a text of a type, by its name or by a function that gives it:
 * `route(Health::PATH, get(health))`, `route(Health::path(), get(health))`
 */
export function typedRoutes(code: RustCode, files: readonly string[], scope: RouteScope): readonly Found[] {
  const constants = code.matching(files, CONSTANT).flatMap(source => constantsIn(source, scope))
  const byType = new Map<string, readonly Constant[]>()
  for (const constant of constants) byType.set(constant.type, [...(byType.get(constant.type) ?? []), constant])
  if (!byType.size) return []
  const named = new RegExp(String.raw`\(\s*(?:\w+\s*::\s*)*(?:${[...byType.keys()].join('|')})\s*::\s*\w`)
  return code
    .matching(files, named)
    .flatMap(source => [...byType].flatMap(([type, own]) => routesOf(source, type, own, scope)))
}

function constantsIn(source: RustSource, scope: RouteScope): readonly Constant[] {
  const { tokens } = source
  const found: Constant[] = []
  let home: Impl | undefined
  for (let i = 0; i < tokens.length; i++) {
    const { text, kind } = tokens[i] ?? {}
    if (text === 'impl' && kind === 'word') home = implAt(source, i) ?? home
    if (text !== 'const' || kind !== 'word' || !home || i > home.close) continue
    const behind = tokens.slice(i + 1, i + LONGEST)
    const value = behind[behind.findIndex(token => token.text === '=') + 1]
    const path = value?.kind === 'string' ? stringValue(value) : ''
    if (path.startsWith('/') && scope.wanted(path)) found.push({ type: home.type, name: behind[0]?.text ?? '', path })
  }
  return found
}

interface Impl {
  readonly type: string
  /** Index of the closing brace. */
  readonly close: number
}

/** `Shop` of `impl Page for Shop {`; `fn pages() -> impl Filter {` is no block of a type */
function implAt({ tokens }: RustSource, index: number): Impl | undefined {
  if (/^(?:->|[&(,<>:=+])$/.test(tokens[index - 1]?.text ?? '')) return undefined
  const words: string[] = []
  for (let at = index + 1; at < index + LONGEST_HEAD; at++) {
    const token = tokens[at]
    if (!token || token.text === ';') return undefined
    if (token.text === '{') {
      const type = words.slice(words.lastIndexOf('for') + 1).find(word => /^[A-Z]\w+$/.test(word))
      return type === undefined ? undefined : { type, close: token.partner }
    }
    if (token.kind === 'word') words.push(token.text)
  }
  return undefined
}

function routesOf(
  source: RustSource,
  type: string,
  constants: readonly Constant[],
  scope: RouteScope,
): readonly Found[] {
  return pathsWith(source, type).flatMap(use => {
    const found = constantOf(source, use, type, constants)
    return found ? routesAt(source, use.start, found.path, scope) : []
  })
}

/** The constant itself, or the only one of a type that a function without arguments gives. */
function constantOf(
  { tokens }: RustSource,
  use: PathUse,
  type: string,
  constants: readonly Constant[],
): Constant | undefined {
  const [name = '', before] = use.path.split('::').reverse()
  if (before !== type) return undefined
  if (use.args < 0) return constants.find(constant => constant.name === name)
  const isPlain = tokens[use.args]?.partner === use.args + 1
  return isPlain && constants.length === 1 ? constants[0] : undefined
}
