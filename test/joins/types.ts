import type { Contract } from '../../src/contract/index.ts'

/** What the program wrote into a repository: text by path. */
export type Tree = ReadonlyMap<string, string>

/** A name that exists nowhere else than where it is used. */
export interface Problem {
  readonly file: string
  readonly what: string
}

/** What is there: what names in one artifact may refer to. */
export interface World {
  readonly tree: Tree
  readonly contract: Contract
  /** Every file of the repository, also those that nobody generated. */
  readonly exists: (path: string) => boolean
}

export type Check = (world: World) => readonly Problem[]
