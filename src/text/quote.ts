/**
 * Quoting of untrusted values for the language they land in. Each function returns text that the language reads
 * back as exactly the value, or that it cannot take for anything but text.
 */

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g
/** Marks that change the direction of the text after them: they make a reader see another name than the machine does. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** @returns `value` on one line, without control characters and marks that change the reading direction */
export function plain(value: string): string {
  return value
    .replace(/[\r\n\t]+/g, ' ')
    .replace(CONTROL, '')
    .replace(BIDI, '')
    .trim()
}

/** @returns JSON text, which YAML (flow scalars), JavaScript and TOML basic strings read as well; never holds `</` unescaped */
export function json(value: unknown): string {
  const text = JSON.stringify(value)
  // ten thousand short texts of dashboards hold none of it
  if (!/[<\u007f-\uffff]/.test(text)) return text
  return text
    .replaceAll('</', '<\\/')
    .replace(
      /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

const YAML_PLAIN = /^[A-Za-z0-9/][A-Za-z0-9 _./:@+-]*$/
const YAML_RESERVED = /^(y|n|yes|no|on|off|true|false|null|~)$/i
/** What some version of YAML takes for a number, a date or a number to the base of sixty. */
const YAML_NUMBER =
  /^[-+]?(\d[\d_]*(\.\d*)?(e[-+]?\d+)?|0x[\da-f_]+|0o[0-7_]+|0b[01_]+|[\d_]+(:[\d_.]+)+|\d{4}-\d{1,2}-\d{1,2}.*)$/i

/** @returns a YAML scalar: plain where that is safe in every version of YAML, quoted elsewhere, as Prettier would */
export function yaml(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  const safe =
    YAML_PLAIN.test(value) && !YAML_RESERVED.test(value) && !YAML_NUMBER.test(value) && !/: |[: ]$/.test(value)
  if (safe) return value
  const quoted = yamlString(value)
  const onlyQuotes = !quoted.slice(1, -1).replaceAll('\\"', '').includes('\\')
  return onlyQuotes && value.includes('"') ? `'${value.replaceAll("'", "''")}'` : quoted
}

/** @returns a double-quoted YAML scalar: the older parsers know no escaped slash */
export function yamlString(value: string): string {
  return json(value).replaceAll('<\\/', '</')
}

/** @returns one word of a POSIX shell */
export function sh(value: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

/** @returns a TOML basic string */
export function toml(value: string): string {
  return json(value).replaceAll('<\\/', '</')
}

/** @returns a Rust string literal @public used by templates */
export function rust(value: string): string {
  const text = value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  const shown = text.replace(CONTROL, escaped).replace(BIDI, escaped)
  return `"${shown}"`
}

function escaped(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`
}

/** @returns `value` as text of a Markdown paragraph or table cell: nothing in it is markup, a link or HTML */
export function md(value: string): string {
  return plain(value)
    .replace(/[\\`*_{}[\]()#|~$]/g, c => `\\${c}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^([-+])(?=\s)/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2')
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/\b(https?|ftp):\/\//gi, '$1:\u2060//')
    .replace(/\bwww\./gi, 'www\u2060.')
}

/** @returns `value` as Markdown inline code, with as many backticks around it as it needs */
export function mdCode(value: string): string {
  const text = plain(value).replaceAll('|', '\\|')
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(m => m[0].length))
  const fence = '`'.repeat(longest + 1)
  return text.startsWith('`') || text.endsWith('`') ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}
