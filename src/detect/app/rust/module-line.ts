import { lineChange } from '../../../edit/code-path.ts'
import type { Change } from '../../../edit/types.ts'
import { placeAt } from '../place.ts'
import type { Bare } from './bare.ts'
import { MODULE } from './names.ts'
import { bracketsAround, statementStart } from './tokens.ts'

const PLAIN = /^(pub(\([^)]*\))? )?mod (\w+);$/

interface Line {
  readonly start: number
  readonly text: string
}

/**
 * @param usual false: rustfmt has settings here that the module does not follow
 * @param path where the file of the module is, seen from the root; undefined: beside it
 * @returns the changes that declare the module in the root of its crate, among the other modules or above the first item; none where there is no item
 */
export function moduleLines(root: Bare, usual: boolean, path?: string): readonly Change[] {
  const declaration = `mod ${MODULE};`
  const attribute = path === undefined ? '' : `#[path = "${path}"]`
  if (!usual) return only(moduleLine(root, `#[rustfmt::skip] ${attribute} ${declaration}`.replace('  ', ' '), false))
  const line = moduleLine(root, declaration, true)
  const place = { line: declaration, nth: 0, side: 'before' } as const
  return line && attribute ? [line, lineChange('rust', attribute, place)] : only(line)
}

function only(change: Change | undefined): readonly Change[] {
  return change ? [change] : []
}

function moduleLine({ text, source }: Bare, declaration: string, usual: boolean): Change | undefined {
  const { tokens } = source
  const lines = linesOf(text)
  const group = usual ? firstGroup(lines, source.tokens.length > 0 ? isOuter(tokens, text) : () => true) : []
  const before = group.find(line => nameIn(line) > MODULE)
  const last = group.at(-1)
  if (before) return lineChange('rust', declaration, placeAt(text, before.start, 'before'))
  if (last) return lineChange('rust', declaration, placeAt(text, last.start, 'after'))
  const first = firstItem(tokens)
  const at = first === undefined ? undefined : aboveComments(lines, text, tokens[first]?.from ?? 0)
  return at === undefined ? undefined : lineChange('rust', `${declaration}\n`, placeAt(text, at, 'before'))
}

function linesOf(text: string): readonly Line[] {
  let start = 0
  return text.split('\n').map(raw => {
    const line = { start, text: raw.replace(/\r$/, '') }
    start += raw.length + 1
    return line
  })
}

function nameIn({ text }: Line): string {
  return PLAIN.exec(text)?.[3] ?? ''
}

/** The first lines of the file that declare modules, when they stand together and are in order. */
function firstGroup(lines: readonly Line[], isCode: (line: Line) => boolean): readonly Line[] {
  const from = lines.findIndex(line => PLAIN.test(line.text) && isCode(line))
  if (from === -1) return []
  const behind = lines.findIndex((line, i) => i > from && !PLAIN.test(line.text))
  const group = lines.slice(from, behind === -1 ? lines.length : behind)
  const blank = (line: Line | undefined): boolean => line === undefined || line.text.trim() === ''
  const alone = blank(lines[from - 1]) && blank(lines[from + group.length])
  const sorted = group.every((line, i) => i === 0 || nameIn(group[i - 1] ?? line) < nameIn(line))
  return alone && sorted ? group : []
}

/** True for a line that begins with code, outside of all brackets. */
function isOuter(tokens: Bare['source']['tokens'], text: string): (line: Line) => boolean {
  return line => {
    const at = tokens.findIndex(token => token.from === line.start + (text.slice(line.start).search(/\S/) || 0))
    return at >= 0 && bracketsAround(tokens, at).length === 0 && statementStart(tokens, at) === at
  }
}

/** Behind `#![…]` and `extern crate`. */
function firstItem(tokens: Bare['source']['tokens']): number | undefined {
  let at = 0
  for (;;) {
    const { text } = tokens[at] ?? {}
    if (text === undefined) return undefined
    if (text === '#' && tokens[at + 1]?.text === '!') {
      const close = tokens[at + 2]?.partner ?? -1
      if (close < 0) return undefined
      at = close + 1
    } else if (text === 'extern' && tokens[at + 1]?.text === 'crate') {
      const end = tokens.findIndex((token, i) => i > at && token.text === ';')
      if (end === -1) return undefined
      at = end + 1
    } else return at
  }
}

/** Above the comments of the item; a comment at the top of the file is the file's, and stays above. */
function aboveComments(lines: readonly Line[], text: string, offset: number): number | undefined {
  let at = lines.findLastIndex(line => line.start <= offset)
  const own = lines[at]
  if (!own || text.slice(own.start, offset).trim() !== '') return undefined
  const item = at
  for (;;) {
    const above = lines[at - 1]?.text ?? ''
    if (/^\s*\/\/(?!!)/.test(above)) at--
    else if (/\*\/\s*$/.test(above)) {
      const begins = lines.findLastIndex((line, i) => i < at && line.text.includes('/*'))
      if (begins === -1 || !/^\s*\/\*(?!!)/.test(lines[begins]?.text ?? '')) break
      at = begins
    } else break
  }
  const doc = lines.slice(at, item).some(line => /^\s*(\/\/\/(?!\/)|\/\*\*(?!\*))/.test(line.text))
  const top = at === 0 || /^\s*(\/\/!|\/\*!|#!)/.test(lines[at - 1]?.text ?? '')
  return top && !doc ? own.start : lines[at]?.start
}
