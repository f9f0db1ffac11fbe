import type { Package, Repository } from '../../../src/detect/types.ts'
import type { Contract, ServiceContract } from '../../../src/contract/types.ts'
import { plain } from '../../../src/text/quote.ts'
import { word } from './syntax.ts'

/** Build arguments that a pipeline sets: what this image was made from. */
const ARGS = { version: 'VERSION', revision: 'REVISION' } as const

export interface Labels {
  readonly args: readonly { readonly name: string; readonly about: string }[]
  readonly label: string
}

/** @returns the labels of the OCI image specification that the repository itself can fill, and the arguments for those that only a build knows */
export function labelsOf(
  contract: Contract,
  repository: Repository,
  service: ServiceContract,
  pkg: Package | undefined,
): Labels {
  const known: Readonly<Record<string, string | undefined>> = {
    title: service.id,
    description: pkg?.description?.value,
    licenses: pkg?.license?.value ?? repository.license?.value,
    source: contract.repository.host?.url,
  }
  const pairs = Object.entries(known).flatMap(([key, value]) =>
    value === undefined || plain(value) === '' ? [] : [`org.opencontainers.image.${key}=${word(value)}`],
  )
  const built = Object.entries(ARGS).map(([key, arg]) => `org.opencontainers.image.${key}="\${${arg}}"`)
  return {
    args: [
      { name: ARGS.version, about: 'is the release that is built' },
      { name: ARGS.revision, about: 'is the commit that is built' },
    ],
    label: `LABEL ${[...pairs, ...built].join(' \\\n      ')}`,
  }
}
