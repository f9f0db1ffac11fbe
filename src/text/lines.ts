/** Line-end helpers. Everything we render uses LF; the file of the user decides what is written. */

export type Eol = '\n' | '\r\n'

const BOM = '\uFEFF'

/** @returns the line end that most lines of `text` use; LF when there is none */
export function eolOf(text: string): Eol {
  const crlf = text.split('\r\n').length - 1
  const lf = text.split('\n').length - 1 - crlf
  return crlf > lf ? '\r\n' : '\n'
}

/** @returns `text` with LF line ends only and without a byte order mark */
export function toLf(text: string): string {
  return withoutBom(text).replaceAll('\r\n', '\n')
}

/** @returns `text` (LF) in the line ends, byte order mark and final newline of `model` */
export function inStyleOf(model: string, text: string): string {
  const lf = toLf(text)
  const body = model !== '' && !model.endsWith('\n') ? lf.replace(/\n$/, '') : lf
  return (hasBom(model) ? BOM : '') + (eolOf(model) === '\r\n' ? body.replaceAll('\n', '\r\n') : body)
}

/** @returns true when `text` begins with a byte order mark */
export function hasBom(text: string): boolean {
  return text.startsWith(BOM)
}

/** @returns `text` without its byte order mark */
export function withoutBom(text: string): string {
  return hasBom(text) ? text.slice(BOM.length) : text
}

/** @returns 1-based number of the line that holds `offset` of `text` */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++
  return line
}
