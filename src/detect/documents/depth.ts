import { DocumentError } from './doc.ts'

/** Deeper than anything that people write; far from what stops a parser. */
const DEEPEST = 200

/**
 * Refuses text that is nested so deeply, or is so long, that a parser would run out of stack, memory or time: a parser of YAML has no bound of its own.
 * Brackets in strings count as well: the bound is wide enough.
 * @throws DocumentError with the line where it is too deep
 */
export function checkDepth(text: string, longest: number): void {
  if (text.length > longest) throw new DocumentError(`is too long to be read (${String(text.length)} characters)`, 1)
  let [depth, line] = [0, 1]
  const indents: number[] = []
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10) {
      line++
      const indent = indentOf(text, i + 1)
      if (indent === undefined) continue
      while (indents.length && (indents.at(-1) ?? 0) >= indent) indents.pop()
      indents.push(indent)
      if (indents.length > DEEPEST) throw tooDeep(line)
    } else if (code === 91 || code === 123) {
      if (++depth > DEEPEST) throw tooDeep(line)
    } else if ((code === 93 || code === 125) && depth > 0) depth--
  }
  const compact = COMPACT.exec(text)
  if (compact) throw tooDeep(text.slice(0, compact.index).split('\n').length)
}

/** `- - - - x` and `? ? ? x`: each sign is a level. */
const COMPACT = /(?:[-?:][ \t]+){100}/

/** Columns in front of what a line says; undefined for an empty line. */
function indentOf(text: string, start: number): number | undefined {
  let at = start
  while (text.charCodeAt(at) === 32) at++
  const code = text.charCodeAt(at)
  return Number.isNaN(code) || code === 10 || code === 13 ? undefined : at - start
}

function tooDeep(line: number): DocumentError {
  return new DocumentError('is nested too deeply to be read', line)
}
