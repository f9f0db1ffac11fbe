import type { EditFormat, Change, Json, Quotes } from '../edit/types.ts'
import type { Ownership } from '../artifact/types.ts'

/**
 * Rendered outputs + what the disk has + what was last generated ─► Plan. Nothing here touches a file.
 */

/** A text file that an artifact wants, rendered. */
export interface RenderedFile {
  readonly type: 'file'
  readonly artifact: string
  readonly path: string
  readonly text: string
  readonly own: Ownership
  readonly executable: boolean
  /** True: several artifacts have made it together; each of them wants the same text. */
  readonly joint?: true
}

/** Keys or lines that an artifact wants in a file. */
export interface RenderedEdit {
  readonly type: 'edit'
  readonly artifact: string
  readonly path: string
  readonly format: EditFormat
  readonly changes: readonly Change[]
  readonly seed?: string
  /** Of new strings, where the file does not show which ones it uses. */
  readonly quotes?: Quotes
}

export type Rendered = RenderedFile | RenderedEdit

export type Action = 'create' | 'update' | 'merge' | 'edit' | 'delete' | 'same' | 'keep' | 'conflict'

/** What is to be done with one file. `before`: its text now (undefined: not there); `after`: its text then (undefined: gone). */
export interface FilePlan {
  readonly path: string
  readonly action: Action
  readonly artifacts: readonly string[]
  readonly reason?: string
  readonly before?: string
  readonly after?: string
  readonly executable: boolean
  /** For a conflict: the text with both sides marked, or a description of the keys that disagree. */
  readonly marked?: string
  /** What would be written if the user took it, where a file of the user stays. */
  readonly offer?: string
  /** What the manifest says of the file afterwards; undefined: nothing. */
  readonly entry?: ManifestEntry
  /** Text of the base copy that `entry.base` names. */
  readonly base?: string
}

/** What the manifest keeps of a file. */
export interface ManifestEntry {
  readonly artifacts: readonly string[]
  /** `edit`: the base copy is an EditBase as JSON. */
  readonly own: Ownership | 'edit'
  /** SHA-256 of the base copy, hexadecimal. */
  readonly base: string
  readonly executable?: true
  /** The user had the same text before us: `remove` leaves the file. */
  readonly adopted?: true
}

/** `.prod-ready/manifest.json`: keys sorted, no dates. Untrusted when it is read. */
export interface Manifest {
  readonly version: 1
  /** Artifacts that were added, by id. */
  readonly artifacts: readonly string[]
  /** Artifacts that the user took back: a plain run does not propose them again. */
  readonly removed: readonly string[]
  readonly files: Readonly<Record<string, ManifestEntry>>
}

/** Base copy of an edited file: for each artifact the keys or lines that are ours. */
export interface EditBase {
  readonly format: EditFormat
  /** Text that the file was made with; undefined when it existed before. The file is deleted when nothing but `seed` is left. */
  readonly seed?: string
  readonly artifacts: Readonly<Record<string, readonly OwnedChange[]>>
}

/** A change that was really made; `previous` is what stood there before, when something did. */
export interface OwnedChange extends Change {
  readonly previous?: Json
}

export interface Plan {
  /** In the order of their paths. */
  readonly files: readonly FilePlan[]
  readonly manifest: Manifest
}

/** The actions that change the disk. */
export const WRITES: ReadonlySet<Action> = new Set<Action>(['create', 'update', 'merge', 'edit', 'delete'])

/** What to do where the user and we changed the same place. */
export type ConflictChoice = 'mine' | 'markers' | 'theirs'
