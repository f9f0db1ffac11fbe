import { hasBom, withoutBom } from '../text/lines.ts'
import { memo } from '../text/memo.ts'
import { visible } from './splice.ts'
import { EditError, type Editor, type Json, type KeyPath } from './types.ts'
import { assertValue, isMap, itemWith, read, same, without, write } from './value.ts'

/** A text that was parsed for editing. Offsets and lines are those of the text without its byte order mark. */
export interface Parsed {
  /** What each document of the text holds; aliases stand for themselves. */
  readonly roots: readonly Json[]
  /** @returns index of the document that `path` is looked for or made in */
  rootOf(path: KeyPath): number
  /** @returns the value at `path`, aliases resolved */
  get(path: KeyPath): Json | undefined
  /** @returns false when the object at `path` can only be replaced as a whole */
  isOpen(path: KeyPath): boolean
  /** @returns the text with `value` at `path`, where there is none yet */
  insert(path: KeyPath, value: Json, comment: string | undefined): string
  /** @returns the text with `value` instead of the value at `path` */
  replace(path: KeyPath, value: Json): string
  /** @returns the text without the value at `path` and without parents that are empty then and were made for it */
  cut(path: KeyPath, comment: string | undefined): string
}

/**
 * Makes an editor of a parser with splices: it looks after the byte order mark, leaves equal values alone, changes objects key by
 * key, and reads every result back. A result that differs from the text before in more than the change is refused.
 * @returns the editor
 */
export function structuredEditor(open: Parse, empty: string): Editor {
  // a change asks, writes and reads back: the same text is parsed again and again
  const parse = memo(guarded(open), 8)
  // a plan is made several times, with the same changes of the same texts
  const get = memo(
    (text: string, path: string) => parse(withoutBom(text)).get(JSON.parse(path) as KeyPath),
    CHANGES_KEPT,
    LONGEST_KEPT,
  )
  const set = memo(
    (text: string, change: string): string => {
      const [path, value, comment] = JSON.parse(change) as [KeyPath, Json, string?]
      return onBody(text, body => setIn(parse, body, path, value, visible(comment)))
    },
    CHANGES_KEPT,
    LONGEST_KEPT,
  )
  return {
    empty,
    get: (text, path) => get(text, JSON.stringify(path)),
    set: (text, path, value, comment) => {
      assertPath(path)
      assertValue(value)
      return set(text, JSON.stringify(comment === undefined ? [path, value] : [path, value, comment]))
    },
    remove: (text, path, comment) => {
      assertPath(path)
      return onBody(text, body => removeIn(parse, body, path, visible(comment)))
    },
  }
}

const CHANGES_KEPT = 300
const LONGEST_KEPT = 100_000

/** @param root index of the document that all paths belong to; each path finds its own when left out */
type Parse = (text: string, root?: number) => Parsed

/** A full stack is an error of the text: nothing that people write is nested that deeply. */
function guarded(open: Parse): Parse {
  return (text, root) => {
    try {
      return open(text, root)
    } catch (error) {
      if (error instanceof RangeError) throw new EditError('the file is nested too deeply', 1)
      throw error
    }
  }
}

function assertPath(path: KeyPath): void {
  if (path.length === 0) throw new EditError('the path is empty: a whole file cannot be edited')
  if (path.length > 50) throw new EditError('the path is too long')
}

function onBody(text: string, edit: (body: string) => string): string {
  const body = withoutBom(text)
  return (hasBom(text) ? text.slice(0, text.length - body.length) : '') + edit(body)
}

function setIn(parse: Parse, text: string, path: KeyPath, value: Json, comment?: string): string {
  const doc = parse(text)
  const step = path.at(-1)
  const wanted = typeof step === 'object' ? itemWith(step, value) : value
  const current = doc.get(path)
  if (current === undefined) return checkedSet(parse, doc, doc.insert(path, wanted, comment), path, wanted)
  if (same(current, wanted)) return text
  if (!isMap(current) || !isMap(wanted) || Object.keys(wanted).length === 0 || !doc.isOpen(path)) {
    return checkedSet(parse, doc, doc.replace(path, wanted), path, wanted)
  }
  const here: Parse = part => parse(part, doc.rootOf(path))
  let result = text
  for (const [key, part] of Object.entries(wanted)) result = setIn(here, result, [...path, key], part)
  for (const key of Object.keys(current)) {
    if (!Object.hasOwn(wanted, key)) result = removeIn(here, result, [...path, key])
  }
  return result
}

function checkedSet(parse: Parse, before: Parsed, text: string, path: KeyPath, value: Json): string {
  const after = reread(parse, text)
  const at = before.rootOf(path)
  const expected = before.roots.map((root, i) => (i === at ? write(root, path, value) : root))
  if (!same(after.roots, expected)) throw refused()
  return text
}

function removeIn(parse: Parse, text: string, path: KeyPath, comment?: string): string {
  const before = parse(text)
  if (before.get(path) === undefined) return text
  const result = before.cut(path, comment)
  const after = reread(parse, result)
  const at = before.rootOf(path)
  const others = before.roots.every((root, i) => i === at || same(root, after.roots[i]))
  if (!others || before.roots.length !== after.roots.length) throw refused()
  if (!isOneOf(after.roots[at] ?? null, before.roots[at] ?? null, path)) throw refused()
  return result
}

/** @returns true when `after` is `root` without `path`, with or without the parents that are empty then */
function isOneOf(after: Json, root: Json, path: KeyPath): boolean {
  let expected = without(root, path)
  for (let depth = path.length - 1; ; depth--) {
    if (same(after, expected, true)) return true
    if (depth <= 0) return false
    const parent = path.slice(0, depth)
    const left = read(expected, parent)
    const step = parent.at(-1)
    const empty = same(left, null, true) || (typeof step === 'object' && same(left, step))
    if (!empty) return false
    expected = without(expected, parent)
  }
}

function reread(parse: Parse, text: string): Parsed {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof EditError) throw refused()
    throw error
  }
}

function refused(): EditError {
  return new EditError('the place cannot be edited without changing something else')
}
