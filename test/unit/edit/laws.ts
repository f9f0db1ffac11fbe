import { expect } from 'vitest'
import { EditError, type Editor, type Json, type KeyPath } from '../../../src/edit/types.ts'

/** A thing that somebody wants in a file. */
export interface Wish {
  readonly path: KeyPath
  readonly value: Json
  readonly comment?: string | undefined
}

const BOM = '\uFEFF'

/**
 * Holds one edit of `text` against what must be true of every edit.
 * @returns the text with the edit; undefined when the editor refused it, which it may only do with an EditError
 */
export function checkLaws(editor: Editor, text: string, { path, value, comment }: Wish): string | undefined {
  const before = editor.get(text, path)
  const after = attempt(() => editor.set(text, path, value, comment))
  if (after === undefined) return undefined
  expect(editor.get(after, path), 'what was set is read').toEqual(whole(path, value))
  expect(editor.set(after, path, value, comment), 'a second time changes nothing').toBe(after)
  expect(editor.set(BOM + text, path, value, comment), 'a byte order mark stays').toBe(BOM + after)
  if (text.includes('\n')) {
    expect(editor.set(crlf(text), path, value, comment), 'line ends stay as they are').toBe(crlf(after))
  }
  if (before === undefined) {
    expect(survives(text, after), 'every character of the user is still there, in its order').toBe(true)
    expect(editor.remove(after, path, comment), 'taking it back restores every byte').toBe(text)
    expect(editor.remove(text, path, comment), 'there is nothing to take out').toBe(text)
  } else {
    const left = attempt(() => editor.remove(text, path))
    expect(left === undefined || survives(left.replace(/\s/g, ''), text), 'a removal only removes').toBe(true)
  }
  return after
}

/** @returns what `edit` returns; undefined when it refuses */
export function attempt(edit: () => string): string | undefined {
  try {
    return edit()
  } catch (error) {
    expect(error).toBeInstanceOf(EditError)
    return undefined
  }
}

/** What `get` answers for an item of a list: the fields that name it belong to it. */
function whole(path: KeyPath, value: Json): Json {
  const step = path.at(-1)
  return typeof step === 'object' ? { ...step, ...(value as object) } : value
}

export function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n')
}

/** True when `part` is what is left of `all` when some characters are taken out. */
function survives(part: string, all: string): boolean {
  let at = 0
  for (const c of part) {
    at = all.indexOf(c, at) + 1
    if (at === 0) return false
  }
  return true
}

/** @returns `root` with `value` at `path`, made without the code under test */
export function withChange(root: unknown, path: KeyPath, value: Json): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (typeof step === 'string') {
    const map = new Map<string, unknown>(Object.entries(root ?? {}))
    return Object.fromEntries(map.set(step, withChange(map.get(step), rest, value)))
  }
  const list = [...((root ?? []) as readonly Record<string, unknown>[])]
  const at = list.findIndex(item => Object.entries(step).every(([k, v]) => item[k] === v))
  const item = rest.length === 0 ? { ...step, ...(value as object) } : withChange(list[at] ?? step, rest, value)
  return list.toSpliced(at === -1 ? list.length : at, at === -1 ? 0 : 1, item as Record<string, unknown>)
}

/** One edit as somebody would write it down: the text, what is wanted, and the text that comes out. */
export interface Case extends Wish {
  readonly title: string
  readonly text: string
  readonly after: string
}

/** Checks the bytes of a case, and all laws on the way. */
export function checkCase(editor: Editor, { text, after, ...wish }: Case): void {
  expect(editor.set(text, wish.path, wish.value, wish.comment)).toBe(after)
  expect(checkLaws(editor, text, wish)).toBe(after)
}

/** @returns the line of the EditError that `edit` throws; undefined when it names none */
export function refusedAt(edit: () => unknown): number | undefined {
  try {
    edit()
  } catch (error) {
    expect(error).toBeInstanceOf(EditError)
    return (error as EditError).line
  }
  return expect.unreachable('the edit is refused')
}
