import type { Context } from '../../../src/artifact/index.ts'
import type { ImageRef, ProjectContract, ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence } from '../../../src/detect/types.ts'

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

/** Folder of the build context inside every stage: sources keep their places relative to each other, so that paths compiled into a program hold. */
export const APP = '/app'
