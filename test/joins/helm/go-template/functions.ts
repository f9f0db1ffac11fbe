import { createHash } from 'node:crypto'
import { stringify } from 'yaml'

type Fn = (...args: readonly unknown[]) => unknown

/** @returns whether Go's templates take a value for true */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** @returns a value as a template prints it */
export function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const number = (value: unknown): number => {
  const read = Number(value)
  if (Number.isNaN(read)) throw new Error(`no number: ${text(value)}`)
  return read
}

const list = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) throw new Error(`no list: ${text(value)}`)
  return value
}

const charactersOff = (value: string, characters: string): string => {
  const inside = value.split('').map(character => !characters.includes(character))
  return value.slice(Math.max(0, inside.indexOf(true)), inside.lastIndexOf(true) + 1)
}

const indented = (width: number, value: string): string => value.replace(/^/gm, ' '.repeat(width))

/** Functions of Go's text/template, Sprig 3 and Helm 3, by their documentation. */
export const FUNCTIONS: Readonly<Record<string, Fn>> = {
  add: (...terms) => terms.reduce<number>((sum, term) => sum + number(term), 0),
  and: (...values) => values.find(value => !isTrue(value)) ?? values.at(-1),
  append: (all, value) => [...list(all), value],
  base: path => text(path).split('/').at(-1),
  concat: (...lists) => lists.flatMap(list),
  contains: (part, value) => text(value).includes(text(part)),
  default: (otherwise, value) => (isTrue(value) ? value : otherwise),
  eq: (a, b) => a === b,
  gt: (a, b) => number(a) > number(b),
  hasPrefix: (start, value) => text(value).startsWith(text(start)),
  int: number,
  int64: number,
  join: (between, values) => list(values).map(text).join(text(between)),
  list: (...values) => values,
  lt: (a, b) => number(a) < number(b),
  mul: (...terms) => terms.reduce<number>((product, term) => product * number(term), 1),
  nindent: (width, value) => `\n${indented(number(width), text(value))}`,
  not: value => !isTrue(value),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  printf: (format, ...values) => {
    const rest = [...values]
    return text(format).replace(/%[sdv]/g, () => text(rest.shift()))
  },
  quote: value => JSON.stringify(text(value)),
  replace: (from, to, value) => text(value).replaceAll(text(from), text(to)),
  sha256sum: value => createHash('sha256').update(text(value)).digest('hex'),
  toJson: value => JSON.stringify(value),
  toYaml: value => stringify(value).trimEnd(),
  trim: value => text(value).trim(),
  trimAll: (characters, value) => charactersOff(text(value), text(characters)),
  trimSuffix: (end, value) => (text(value).endsWith(text(end)) ? text(value).slice(0, -text(end).length) : value),
  trunc: (width, value) => text(value).slice(0, number(width)),
}
