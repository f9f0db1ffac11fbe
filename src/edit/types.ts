/** Format-preserving edits of a file of the user: string -> string, nothing else. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * A step to a value. A string is a key, an object names the item of a list whose fields equal these (made when it is missing);
 * `{ '': value }` names an item that is this plain value.
 * For the format `lines` the path is the line itself; for `code` see `code.ts`.
 */
export type Step = string | Readonly<Record<string, string | number | boolean>>
export type KeyPath = readonly Step[]

/** One thing that must be in the file. */
export interface Change {
  readonly path: KeyPath
  readonly value: Json
  /** One line without a comment sign, written above the key or line when it is added, where the format has comments. */
  readonly comment?: string
  /** Format `code`: where it goes when it is not there yet. It is no part of what the change is: people may move what was written. */
  readonly place?: Place
}

/** A place in source code that was found by parsing it. */
export interface Place {
  /** The line that it is beside or in, without the blanks at its ends, as it is without our changes. */
  readonly line: string
  /** Which one of equal lines: 0 is the first. */
  readonly nth: number
  readonly side: 'before' | 'after' | 'in'
  /** `in`: offset in `line`. */
  readonly column?: number
  /** Blanks in front of a new line that differ from those of `line`: one level more, as text. */
  readonly deeper?: string
}

export type Quotes = 'single' | 'double'

export type EditFormat = 'json' | 'yaml' | 'toml' | 'lines' | 'dockerfile' | 'code'

/**
 * Reads and changes single values, and leaves every other byte (comments, order, indentation, anchors, line ends, byte order mark,
 * final newline) as it is. All functions throw EditError where the text does not parse, or where the place cannot be edited safely.
 */
export interface Editor {
  /** @returns the value at `path`; undefined when there is none */
  get(text: string, path: KeyPath): Json | undefined
  /** @returns `text` with `value` at `path`; parents are made as needed */
  set(text: string, path: KeyPath, value: Json, comment?: string, place?: Place): string
  /** @returns `text` without the value at `path` (with the comment `set` wrote above it), and without parents that `set` had to make and that are empty now */
  remove(text: string, path: KeyPath, comment?: string): string
  /** Text of a file that holds nothing yet. */
  readonly empty: string
}

/** The text cannot be edited; `line` is 1-based. */
export class EditError extends Error {
  override readonly name = 'EditError'
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message)
  }
}
