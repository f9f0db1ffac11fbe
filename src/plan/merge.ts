import { editorFor } from '../edit/index.ts'
import type { Json, KeyPath } from '../edit/types.ts'
import { equal, showPath } from './json.ts'
import { keepsLines, LABELS, mergeLines, mergeTwo, type LineMerge } from './merge-lines.ts'
import { mergeValues, type KeyChange, type ValueMerge } from './merge-values.ts'
import { keyFormatOf, readValue, type KeyFormat } from './values.ts'

export interface Merge {
  /** Merged text with LF line ends; undefined: the user and we changed the same place. */
  readonly text?: string
  /** For a conflict: what to show the user, with both sides. */
  readonly marked?: string
  /** The marked text may stand in the file itself: text with markers, never JSON. */
  readonly writable: boolean
}

interface Texts {
  readonly path: string
  readonly base: string
  readonly mine: string
  readonly next: string
}

/**
 * Three-way merge of the text of `path`: JSON, YAML and TOML must say what a merge by key says, anything else merges line by line.
 * Never loses a line of the user: what cannot be merged with certainty is a conflict.
 */
export function mergeText(path: string, base: string, mine: string, next: string): Merge {
  const format = keyFormatOf(path)
  const texts = { path, base, mine, next }
  const byLine = mergeLines(base, mine, next)
  const values = format && valuesOf(format, texts)
  if (format && values) return mergeKeyed(format, values, byLine, texts)
  if (!byLine.conflict) return { text: byLine.text, writable: true }
  return { marked: byLine.text, writable: format !== 'json' }
}

/** Both texts on one page, where there is no common ancestor. @returns undefined for a file that cannot hold markers */
export function mergeWithoutBase(path: string, mine: string, next: string): string | undefined {
  return keyFormatOf(path) === 'json' ? undefined : mergeTwo(mine, next).text
}

function valuesOf(format: KeyFormat, texts: Texts): ValueMerge | undefined {
  const [base, mine, next] = [texts.base, texts.mine, texts.next].map(text => readValue(format, text))
  if (base === undefined || mine === undefined || next === undefined) return undefined
  return mergeValues({ base, mine, next })
}

/** The merge line by line keeps comments and order of both sides, so it goes first; it must say what the merge by key says. */
function mergeKeyed(format: KeyFormat, values: ValueMerge, byLine: LineMerge, { path, base, mine }: Texts): Merge {
  const right = (text: string | undefined): text is string =>
    text !== undefined && equal(readValue(format, text), values.value) && keepsLines(base, mine, text)
  if (values.conflicts.length === 0) {
    if (!byLine.conflict && right(byLine.text)) return { text: byLine.text, writable: true }
    const text = applyChanges(format, mine, values.changes)
    if (right(text)) return { text, writable: true }
  }
  if (format !== 'json' && byLine.conflict) return { marked: byLine.text, writable: true }
  const changes = values.changes.map(({ path, value }) => ({ path, base: undefined, mine: undefined, next: value }))
  return { marked: describeKeys(path, values.conflicts.length > 0 ? values.conflicts : changes), writable: false }
}

/** @returns `text` with the changes made by the editor of the format; undefined when it refuses one of them */
function applyChanges(format: KeyFormat, text: string, changes: readonly KeyChange[]): string | undefined {
  const editor = editorFor(format)
  try {
    return changes.reduce(
      (t, { path, value }) => (value === undefined ? editor.remove(t, path) : editor.set(t, path, value)),
      text,
    )
  } catch {
    return undefined
  }
}

/** What three sides say of a key. */
export interface Disagreement {
  readonly path: KeyPath
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly next: Json | undefined
}

/** @returns what the user, the last run and this run say of each key, for a file that cannot hold markers itself */
export function describeKeys(path: string, keys: readonly Disagreement[]): string {
  const show = (value: Json | undefined): string =>
    value === undefined ? '(not there)' : JSON.stringify(value, null, 2)
  const parts = keys.flatMap(({ path: key, base, mine, next }) => [
    `\n${showPath(key) || '(the whole file)'}`,
    `<<<<<<< ${LABELS.mine}\n${show(mine)}`,
    `||||||| ${LABELS.base}\n${show(base)}`,
    `=======\n${show(next)}\n>>>>>>> ${LABELS.next}`,
  ])
  return `${[`${path}: keys that you and a newer version changed`, ...parts].join('\n')}\n`
}
