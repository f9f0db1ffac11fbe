import type { Context } from '../../../src/artifact/index.ts'
import type { ImageRef, ProjectContract, ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { isPlainPath } from './syntax.ts'

/** Everything a recipe is made from. */
export interface Ingredients {
  readonly ctx: Context
  readonly service: ServiceContract
  readonly project: ProjectContract
  /** The image with the digest of the answer, where there is one. */
  readonly pin: (image: ImageRef) => string
}

/**
 * Why no Dockerfile is written for a service: what is not known, or what would make the build fail. One sentence without a full stop.
 * It ends the making of a recipe wherever it shows.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(
    message: string,
    readonly evidence?: Evidence,
  ) {
    super(message)
  }
}

/** @throws Refused, always */
export function refuse(reason: string, evidence?: Evidence): never {
  throw new Refused(reason, evidence)
}

/** @throws Refused when one of `paths` cannot stand in an instruction as it is */
export function requirePlain(paths: readonly string[]): void {
  const odd = paths.find(path => !isPlainPath(path))
  if (odd !== undefined) refuse(`the path ${odd} holds characters that a Dockerfile reads as something else`)
}
