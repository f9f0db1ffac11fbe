import type { Base, Expr } from './types.ts'

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|`[^`]*`|-?\d+(?:\.\d+)?(?![\w.])|:=|[|(),=]|\$?(?:\.[A-Za-z_]\w*)+|\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|[$.]|[A-Za-z_]\w*/y

/** @returns the words of an action @throws Error at the first character that begins none */
export function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const at = TOKEN.lastIndex
    const [token] = TOKEN.exec(text) ?? []
    if (token === undefined) throw new Error(`no action of a template: ${text.slice(at)}`)
    if (token.trim() !== '') tokens.push(token)
  }
  return tokens
}

/** @returns the pipeline that all of `tokens` are @throws Error */
export function parsePipeline(tokens: readonly string[]): Expr {
  const [expr, rest] = pipeline(tokens)
  if (rest.length > 0) throw new Error(`no pipeline: ${tokens.join(' ')}`)
  return expr
}

type Parsed = readonly [Expr, rest: readonly string[]]

function pipeline(tokens: readonly string[]): Parsed {
  const stages: Expr[] = []
  let rest = tokens
  do {
    const [stage, more] = command(stages.length > 0 ? rest.slice(1) : rest)
    stages.push(stage)
    rest = more
  } while (rest[0] === '|')
  const [only] = stages
  return [only !== undefined && stages.length === 1 ? only : { kind: 'pipe', stages }, rest]
}

function command(tokens: readonly string[]): Parsed {
  const [first, ...words] = tokens
  if (first === undefined) throw new Error('a command is missing')
  const isName = /^[A-Za-z_]/.test(first) && !LITERALS.has(first)
  const [head, after]: readonly [Expr | string, readonly string[]] = isName ? [first, words] : operand(tokens)
  let rest = after
  const args: Expr[] = []
  while (rest.length > 0 && rest[0] !== '|' && rest[0] !== ')') {
    const [arg, more] = operand(rest)
    args.push(arg)
    rest = more
  }
  if (typeof head !== 'string' && args.length === 0) return [head, rest]
  return [{ kind: 'call', head, args }, rest]
}

const LITERALS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['nil', undefined],
])

function operand(tokens: readonly string[]): Parsed {
  const [token = '', ...rest] = tokens
  if (token === '(') {
    const [inner, after] = pipeline(rest)
    if (after[0] !== ')') throw new Error(`a bracket is open: ${tokens.join(' ')}`)
    return [inner, after.slice(1)]
  }
  if (token.startsWith('"')) return [{ kind: 'literal', value: JSON.parse(token) as string }, rest]
  if (token.startsWith('`')) return [{ kind: 'literal', value: token.slice(1, -1) }, rest]
  if (/^-?\d/.test(token)) return [{ kind: 'literal', value: Number(token) }, rest]
  if (LITERALS.has(token)) return [{ kind: 'literal', value: LITERALS.get(token) }, rest]
  if (/^[.$]/.test(token)) return [field(token), rest]
  if (/^[A-Za-z_]/.test(token)) return [{ kind: 'call', head: token, args: [] }, rest]
  throw new Error(`no operand: ${tokens.join(' ')}`)
}

function field(token: string): Expr {
  const [start = '', ...names] = token.split('.')
  const base: Base = start === '' ? { kind: 'dot' } : { kind: 'variable', name: start }
  return { kind: 'field', base, names: names.filter(name => name !== '') }
}
