import type { Context } from '../../../src/artifact/index.ts'
import type { ImageRef, ProjectContract, ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { relative } from '../../../src/text/paths.ts'

/** Why no Dockerfile is written for a service: what is not known, or what would make the build fail. One sentence without a full stop. */
export interface Refusal {
  readonly refused: string
  readonly evidence?: Evidence
}

/** Everything a recipe is made from. */
export interface Ingredients {
  readonly ctx: Context
  readonly service: ServiceContract
  readonly project: ProjectContract
  /** The image with the digest of the answer, where there is one. */
  readonly pin: (image: ImageRef) => string
}

export function refusal(refused: string, evidence?: Evidence): Refusal {
  return { refused, ...(evidence ? { evidence } : {}) }
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value
}

/** Folder of the build context in every stage. */
const APP = '/app'

/**
 * @returns a folder or file of the repository as the stages see it. Everything keeps its place relative to the rest, so that paths
 * that were compiled into a program, or are relative to its source, hold.
 */
export function inImage(context: string, path: string): string {
  const below = relative(context, path)
  return below === '.' ? APP : `${APP}/${below}`
}
