import { argumentRanges, type Token } from '../../source/rust.ts'
import type { Bare } from './bare.ts'
import { valueOf } from './router.ts'
import { bracketsAround, linksAfter, textOf, type Link, type Range } from './tokens.ts'

/** The application that a closure makes for a server of actix-web. */
export interface App {
  /** From `App`, or the variable that holds it, to the end of the chain. */
  readonly range: Range
  readonly links: readonly Link[]
}

/** Methods of `actix_web::App` that return an application. */
const APP_METHODS =
  /^(app_data|data|data_factory|configure|route|service|default_service|external_resource|wrap|wrap_fn)$/

const NO_APP = 'the closure does not end with App::new()'

/** @returns the application that the only argument of `HttpServer::new` makes, or why it is not certain */
export function appIn(bare: Bare, open: number): App | string {
  const { tokens } = bare.source
  const [argument, more] = argumentRanges(tokens, open)
  if (!argument || more) return 'HttpServer::new has not one argument'
  const body = closureBody(tokens, tailOf(tokens, argument))
  if (!body) return 'the application is not made in a closure there'
  const [at, end] = tailOf(tokens, body)
  const last = rootEnd(bare, at, body[0])
  if (last === undefined) return NO_APP
  const links = linksAfter(tokens, last)
  if ((links.at(-1)?.end ?? last) !== end - 1 || links.some(link => link.args < 0))
    return 'something else stands behind the application'
  if (bracketsAround(tokens, at).some(i => i > open && tokens[i - 1]?.text === '!')) return 'it is part of a macro'
  return { range: [at, end], links }
}

/** `|| …`, `move || …` */
function closureBody(tokens: readonly Token[], [from, to]: Range): Range | undefined {
  const at = tokens[from]?.text === 'move' ? from + 1 : from
  if (tokens[at]?.text === '||') return [at + 1, to]
  return tokens[at]?.text === '|' && tokens[at + 1]?.text === '|' ? [at + 2, to] : undefined
}

/** The expression that a block ends with: behind the last semicolon or block on its own level; all of what is no block. */
function tailOf(tokens: readonly Token[], [from, to]: Range): Range {
  if (tokens[from]?.text !== '{' || tokens[from].partner !== to - 1) return [from, to]
  let start = from + 1
  for (let i = from + 1; i < to - 1; i++) {
    const { text = '', partner = -1 } = tokens[i] ?? {}
    if (/^[([{]$/.test(text) && partner > i) i = partner
    else if (text === ';') start = i + 1
    if (text === '{' && endsStatement(tokens, start, i + 1)) start = i + 1
  }
  return [start, to - 1]
}

/** A statement that ends with a block needs no semicolon: `if … { }`, `for … { }`. */
function endsStatement(tokens: readonly Token[], start: number, behind: number): boolean {
  const next = tokens[behind]
  return (
    /^(if|for|while|loop|match|unsafe)$/.test(tokens[start]?.text ?? '') &&
    next?.kind === 'word' &&
    next.text !== 'else'
  )
}

/** @returns index of the last token of `App::new()`, or of a variable that is bound to an application; undefined for all else */
function rootEnd(bare: Bare, at: number, from: number, depth = 0): number | undefined {
  const { source, text } = bare
  const { tokens } = source
  if (textOf(text, tokens, [at, at + 3]).replace(/\s/g, '') === 'App::new') {
    const call = at + 3
    const plain = source.imports.get('App') === 'actix_web::App' && tokens[call]?.partner === call + 1
    return plain ? call + 1 : undefined
  }
  const value = tokens[at]?.kind === 'word' && depth < 5 ? valueOf(source, at) : undefined
  if (!value?.range || value.destructured || value.range[0] < from) return undefined
  const [start, end] = value.range
  const root = rootEnd(bare, start, from, depth + 1)
  if (root === undefined) return undefined
  const links = linksAfter(tokens, root)
  const isApp = (links.at(-1)?.end ?? root) === end - 1 && links.every(link => APP_METHODS.test(link.name))
  return isApp ? at : undefined
}
