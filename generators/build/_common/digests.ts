import type { Answers, ListQuestion } from '../../../src/artifact/index.ts'
import { DIGESTS, validDigest } from '../../../src/contract/images.ts'

/** What a look-up in the registries found: asked by whatever names an image. */
export const DIGEST_QUESTION: ListQuestion = {
  type: 'list',
  key: DIGESTS,
  message: 'Digests of base images (name:tag@sha256:…)',
  placeholder: '<name:tag@sha256:…>',
  default: () => [],
  validate: validDigest,
}

/** @returns the answer `digests` */
export function digestsIn(answers: Answers): readonly string[] {
  const digests = answers[DIGESTS]
  return Array.isArray(digests) ? digests.filter(item => typeof item === 'string') : []
}
