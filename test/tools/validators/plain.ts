import { isChartTemplate } from '../../../src/text/paths.ts'
import type { Finding, Folder, Look, Validator } from '../types.ts'
import { isLicence } from './licence.ts'

export type Fault = readonly [rule: string, line: number, message: string]

/** @returns a validator that is written here: faults of one file's text */
export function own(
  name: string,
  looksAt: (file: string, folder: Folder) => boolean,
  faultsOf: (text: string, file: string) => readonly Fault[],
): Validator {
  const check = ({ files, text }: Look): Promise<readonly Finding[]> =>
    Promise.resolve(
      files.flatMap(file =>
        faultsOf(text(file), file).map(([rule, line, message]) => ({ file, line, rule: `${name}/${rule}`, message })),
      ),
    )
  return { name, tool: null, looksAt, check }
}

interface Pattern {
  readonly rule: string
  readonly pattern: RegExp
  readonly says: string
}

const CONTROL: Pattern = {
  rule: 'control',
  pattern: /[^\P{Cc}\t\r]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u,
  says: 'has a character that nobody sees',
}

const TEXT: readonly Pattern[] = [
  {
    rule: 'template',
    pattern: /<%|%>|\{\{[#/>~]|\[object \w+\]|\b(undefined|NaN)\b/,
    says: 'looks like something left over from a template',
  },
  CONTROL,
]
const TRAILING: Pattern = { rule: 'trailing-space', pattern: /[ \t]+\r?$/, says: 'ends with blanks' }

function hits(text: string, patterns: readonly Pattern[]): readonly Fault[] {
  return text
    .split('\n')
    .flatMap((line, at) =>
      patterns
        .filter(({ pattern }) => pattern.test(line))
        .map(({ rule, says }): Fault => [rule, at + 1, `${says}: ${line.trim().slice(0, 100)}`]),
    )
}

/** A file keeps the line ends that it had, but all of them are the same. */
function lineEnds(text: string): readonly Fault[] {
  const windows = text.split('\r\n').length - 1
  const all = text.split('\n').length - 1
  return windows > 0 && windows < all
    ? [['line-end', 1, `mixes ${windows} line ends of Windows with ${all - windows} others`]]
    : []
}

function endOf(text: string): readonly Fault[] {
  const lines = text.split('\n').length
  if (text !== '' && !text.endsWith('\n')) return [['final-newline', lines, 'has no newline at the end']]
  return text.endsWith('\n\n') ? [['final-newline', lines - 1, 'ends with empty lines']] : []
}

function faultsOfText(text: string, file: string): readonly Fault[] {
  // a licence is its author's word for word
  // a chart holds templates, and what the user says of the service; a script may well say `undefined`
  const isFree = isChartTemplate(file) || /(^|\/)Chart\.yaml$|\.([cm]?[jt]sx?|rs)$/.test(file)
  const patterns = isLicence(file) ? TEXT : isFree ? [CONTROL, TRAILING] : [...TEXT, TRAILING]
  return [...hits(text, patterns), ...lineEnds(text), ...endOf(text)]
}

function parse(text: string): readonly Fault[] {
  try {
    JSON.parse(text)
    return []
  } catch (error) {
    return [['syntax', 1, String(error)]]
  }
}

/** @returns the validator as one that reads any file */
export function ofAnyText(validator: Validator): Validator {
  return { ...validator, general: true }
}

/** What holds for every text that this program writes. */
export const plainValidators: readonly Validator[] = [
  ofAnyText(own('text', () => true, faultsOfText)),
  own('json', file => file.endsWith('.json') && !/(^|\/)tsconfig[^/]*\.json$|(^|\/)\.vscode\//.test(file), parse),
]
