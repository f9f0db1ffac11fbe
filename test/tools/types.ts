import type { Output } from './process.ts'

export interface Finding {
  readonly file: string
  readonly line: number
  /** `validator/rule`; the validator's name alone where it has no rules. */
  readonly rule: string
  readonly message: string
}

/** Runs an installed program in the folder that is looked at. */
export type Run = (program: string, args: readonly string[]) => Promise<Output>

/** A folder as validators see it; paths are relative to it. */
export interface Folder {
  readonly dir: string
  /** All files that git would keep. */
  readonly all: readonly string[]
  readonly text: (file: string) => string
}

/** What one validator is shown of one folder. */
export interface Look extends Folder {
  /** At least one. */
  readonly files: readonly string[]
  /** SPDX id that was answered when the licence was asked for. */
  readonly licence: string
  readonly run: Run
  /** Makes a runner for another folder, such as a copy. */
  readonly runIn: (dir: string) => Run
}

export interface Validator {
  readonly name: string
  /** Row of the table of tools; null where the check is written here. */
  readonly tool: string | null
  /** Reads any text: that it has seen a file does not mean that somebody understood it. */
  readonly general?: true
  /** Matters of habit: a rule that the old version of a file did not keep need not be kept by what is added to it. */
  readonly habits?: true
  /** Why nothing is written yet that it could look at. */
  readonly idle?: string
  readonly looksAt: (file: string, folder: Folder) => boolean
  /** @returns findings; those about other files than the shown ones are left out afterwards */
  readonly check: (look: Look) => Promise<readonly Finding[]>
}
