import { json, plain } from '../../../src/text/quote.ts'

/** Text of ours in which `${{ … }}` is an expression. Everything else is a value of the repository, in which it is text. */
export interface Expression {
  readonly raw: string
}
export type Value = string | number | boolean | Expression

/** @returns text of ours that GitHub evaluates; nothing of the repository may be in it */
export function expression(raw: string): Expression {
  return { raw }
}

/** @returns a value of the repository between expressions of ours: `Node apps/web, ${{ matrix.node }}` */
export function joined(...parts: readonly Value[]): Expression {
  return { raw: parts.map(part => (isExpression(part) ? part.raw : literal(String(part)))).join('') }
}

function isExpression(value: Value): value is Expression {
  return typeof value === 'object'
}

/** One line in which GitHub finds no expression. */
function literal(value: string): string {
  return plain(value).replaceAll('${{', '$ {{')
}

const RESERVED = /^(y|n|yes|no|on|off|true|false|null|~|=|<<)$/i
const NUMERIC = /^[-+.]?\d[\d_.,:xXoO+eE-]*$/

/** Plain scalars need no quotes, so that no formatter has an opinion on their kind. */
function isPlain(text: string): boolean {
  return (
    /^([A-Za-z0-9$./_^+]|[~-](?=[^\s]))/.test(text) &&
    !/: |:$| #|\s$/.test(text) &&
    !RESERVED.test(text) &&
    !NUMERIC.test(text)
  )
}

/** @returns a YAML scalar on one line, for a block mapping or a block list (not for `[…]`) */
export function scalar(value: Value): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = isExpression(value) ? value.raw : literal(value)
  return isPlain(text) ? text : json(text)
}

/** Longest line without its indentation, which is 12 at most: some formatters fold what passes column 80. */
const LONGEST = 68

/** @returns lines `key: value`; text of several lines, or a long one, becomes a block in which nothing needs an escape */
export function entry(key: string, value: Value): readonly string[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [`${key}: ${String(value)}`]
  const text = isExpression(value) ? value.raw : block(value)
  const fits = !text.includes('\n') && (key.length + 2 + text.length <= LONGEST || !text.includes(' '))
  if (fits && isPlain(text)) return [`${key}: ${text}`]
  if (fits && !/^\s|['"\\]/.test(text)) return [`${key}: ${json(text)}`]
  const lines = text.trimEnd().split('\n')
  return [key === 'run' ? 'run: |' : `${key}: |-`, ...lines.map(line => (line === '' ? '' : `  ${line}`))]
}

/** Lines of the repository's text, each cleaned on its own; leading space would be taken for the block's indentation. */
function block(value: string): string {
  return value.split('\n').map(literal).join('\n')
}

/** @returns `lines` with `by` spaces in front of each that is not empty */
export function indent(lines: readonly string[], by: number): readonly string[] {
  return lines.map(line => (line === '' ? '' : ' '.repeat(by) + line))
}
