import { eolOf, hasBom, withoutBom } from '../text/lines.ts'
import { afterEol, beforeEol, commentAbove, commentLine, lineEnd, lineStart, splice, visible } from './splice.ts'
import { EditError, type Editor, type KeyPath } from './types.ts'

/** Reads and changes files of one pattern a line, such as .gitignore. A path is the line, its value is true. */
export const linesEditor: Editor = {
  empty: '',
  get: (text, path) => (find(withoutBom(text), wanted(path)) === undefined ? undefined : true),
  set: (text, path, value, comment) => {
    const line = wanted(path)
    if (value !== true) throw new EditError('the value of a line is true')
    const body = withoutBom(text)
    return find(body, line) === undefined ? bom(text) + append(body, line, visible(comment)) : text
  },
  remove: (text, path, comment) => bom(text) + cut(withoutBom(text), wanted(path), visible(comment)),
}

function bom(text: string): string {
  return hasBom(text) ? text.slice(0, 1) : ''
}

function wanted(path: KeyPath): string {
  const [line, ...rest] = path
  if (typeof line !== 'string' || rest.length > 0) throw new EditError('the path of a line is the line')
  if (/[\r\n]/.test(line) || line.trim() === '' || line.startsWith('#'))
    throw new EditError('this is not a pattern on one line')
  return line.trimEnd()
}

/** @returns offset of the last line that is `line`, blanks behind it aside */
function find(text: string, line: string): number | undefined {
  for (let at = text.lastIndexOf(line); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(line, at - 1)) {
    if (lineStart(text, at) === at && text.slice(at, lineEnd(text, at)).trimEnd() === line) return at
  }
  return undefined
}

function append(text: string, line: string, comment: string | undefined): string {
  const eol = eolOf(text)
  const added = (comment ? commentLine('#', comment) + eol : '') + line
  return text === '' || text.endsWith('\n') ? text + added + eol : text + eol + added
}

function cut(text: string, line: string, comment: string | undefined): string {
  const at = find(text, line)
  if (at === undefined) return text
  const start = lineStart(text, commentAbove(text, at, '#', comment))
  const end = lineEnd(text, at)
  return end === text.length
    ? splice(text, { start: beforeEol(text, start), end, text: '' })
    : splice(text, { start, end: afterEol(text, end), text: '' })
}
