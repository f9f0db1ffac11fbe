/** The JSON documents of the program. Fields are only ever added within a version. */

import type { Action } from '../plan/types.ts'

export const VERSION = 1

export interface FileRow {
  readonly path: string
  readonly action: Action
  readonly artifacts: readonly string[]
  readonly reason?: string
}

export interface SkipRow {
  readonly artifact: string
  readonly reason: string
  /** The flag that supplies what is missing, with one placeholder. */
  readonly answer?: string
  /** The command that would make it possible. */
  readonly command?: string
}

export interface RunDocument {
  readonly version: typeof VERSION
  readonly files: readonly FileRow[]
  readonly skipped: readonly SkipRow[]
  readonly next: readonly string[]
  /** The same run without questions. */
  readonly command: string
}

export interface ListRow {
  readonly id: string
  readonly category: string
  readonly title: string
  readonly kind: string
  readonly capabilities: readonly string[]
  readonly applies: boolean
  readonly present: boolean
  readonly reason?: string
  readonly files: readonly string[]
}

export interface ErrorDocument {
  readonly version: typeof VERSION
  readonly error: {
    readonly code: string
    readonly message: string
    readonly path?: string
    readonly line?: number
    readonly suggestion: string
  }
}

/** Prints a document as the only thing on stdout. */
export function printDocument(document: object): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}
