import { md, mdCode, plain } from '../../../src/text/quote.ts'

/** Longest text of strangers that is put on one line. */
const LONGEST = 120

/**
 * @returns `value` as text of a paragraph or list item: as `md`, but easier to read in the source where a character cannot be markup there.
 * Not for table cells and headings.
 */
export function prose(value: string): string {
  return (
    md(plain(value).replace(/\s+/g, ' '))
      .replace(/\\([()])/g, '$1')
      // it is the mark after a number that makes a list; a backslash before the number would show
      .replace(/^\\?(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, '_')
      .replace(/(?<=.)\\#/g, '#')
  )
}

/** @returns the first `max` characters of `text`; a character of two code units stays whole */
export function cut(text: string, max: number): string {
  return Array.from(text.slice(0, 2 * max))
    .slice(0, max)
    .join('')
}

/** Balanced backticks around something that neither begins nor ends with a blank. */
const CODE = /(`[^`\s](?:[^`]*[^`\s])?`)/

/** @returns one line of strangers as text of a list item; what they put between backticks stays code */
export function line(value: string): string {
  const text = plain(value).replace(/\s+/g, ' ')
  const short = cut(text, LONGEST)
  return (short === text ? text : `${short.trimEnd()}…`)
    .split(CODE)
    .map((part, i) => (i % 2 === 1 ? part : proseKeepingEnds(part)))
    .join('')
    .trim()
}

/** `prose` trims, which would join the text to the code beside it. */
function proseKeepingEnds(part: string): string {
  const [, before = '', body = '', after = ''] = /^(\s*)(.*?)(\s*)$/.exec(part) ?? []
  return before + prose(body) + after
}

/** @returns `value` as inline code outside tables, where a pipe needs no escape and a backslash before it would show */
export function code(value: string): string {
  return mdCode(value).replaceAll('\\|', '|')
}

/** @returns a table whose columns are aligned; cells hold plain ASCII without `|` */
export function table(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows
  const widths = header.map((_, column) => Math.max(3, ...rows.map(row => row[column]?.length ?? 0)))
  const print = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [print(header), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body.map(print)].join('\n')
}
