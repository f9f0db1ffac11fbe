/** Lines for a terminal of a given width. Colours (SGR sequences) take no room. */

const COLOUR = /\u001b\[[0-9;]*m/g
const PARTS = /\u001b\[[0-9;]*m|\P{M}\p{M}*/gu
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{M}/u

/** @returns how many columns `text` takes */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text.replace(COLOUR, '')) width += columnsOf(character)
  return width
}

function columnsOf(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** @returns `text` (without colours) in at most `width` columns, with an ellipsis where something was left out */
export function cut(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${take(text, Math.max(0, width - 1))}…`
}

/** @returns the beginning of `text` that fits into `width` columns */
function take(text: string, width: number): string {
  let [taken, used] = ['', 0]
  for (const character of text) {
    used += columnsOf(character)
    if (used > width) break
    taken += character
  }
  return taken
}

/**
 * Breaks a line at spaces; a word that is longer than a line is cut.
 * @param indent of the lines after the first; default: that of the first line and two more
 */
export function wrap(text: string, width: number, indent = (/^ */.exec(text)?.[0].length ?? 0) + 2): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const margin = ' '.repeat(Math.min(indent, Math.floor(width / 2)))
  return words(text)
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1)
      if (last !== undefined && widthOf(last) + widthOf(word.trimEnd()) <= width) lines[lines.length - 1] = last + word
      else lines.push(...chop(lines.length ? margin + word.trimStart() : word, width, margin))
      return lines
    }, [])
    .map(line => line.trimEnd())
}

/** Each word with the spaces after it; the spaces before the first are its own. */
function words(text: string): readonly string[] {
  return text.match(/^ *\S+ *|\S+ */g) ?? [text]
}

function chop(word: string, width: number, margin: string): readonly string[] {
  return widthOf(word.trimEnd()) <= width ? [word] : fold(word, width, margin)
}

/** Breaks a line where it is full, wherever that is. @param margin of the lines after the first */
export function fold(text: string, width: number, margin = ''): readonly string[] {
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const part of text.match(PARTS) ?? []) {
    const columns = widthOf(part)
    if (used + columns > width && used > margin.length) {
      lines.push(line)
      line = margin
      used = margin.length
    }
    line += part
    used += columns
  }
  return [...lines, line]
}

/** @returns a shell command on as many lines as it needs, so that it can still be copied: each but the last ends in a backslash */
export function wrapCommand(command: string, width: number, indent: string): readonly string[] {
  const room = width - END.length
  const parts = shellWords(command).flatMap(part =>
    indent.length + 2 + widthOf(part) > room ? part.split(/(?<=^--\S+) /) : [part],
  )
  const lines = parts.reduce<string[]>((all, part) => {
    const last = all.at(-1)
    if (last !== undefined && widthOf(last) + 1 + widthOf(part) <= room) all[all.length - 1] = `${last} ${part}`
    else all.push(`${indent}${all.length ? '  ' : ''}${part}`)
    return all
  }, [])
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line}${END}`))
}

/** The shell goes on in the next line. */
const END = ' \\'

/** The words of a command with their quotes; a flag and its value are one. */
function shellWords(command: string): readonly string[] {
  return command.match(/--\S+ (?:'[^']*'|\\.|[^\s'-])(?:'[^']*'|\\.|[^\s'])*|(?:'[^']*'|\\.|[^\s'])+/g) ?? []
}
