import type { Answers, Context } from '../../../src/artifact/index.ts'
import { imageText, pinned } from '../../../src/contract/images.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence, Existing } from '../../../src/detect/types.ts'
import { isInside, join } from '../../../src/text/paths.ts'
import { digestsIn } from '../_common/digests.ts'
import { dockerfileFor } from './existing.ts'
import { checkHidden } from './hidden.ts'
import { nodeRecipe } from './node.ts'
import { refuse, Refused, type Ingredients } from './recipe.ts'
import { rustRecipe } from './rust.ts'
import { siteRecipe } from './site.ts'

interface Ours {
  /** Which template. */
  readonly kind: 'rust' | 'node' | 'site'
  readonly service: ServiceContract
  readonly data: object
}

/** Why functions get no image. */
export const CODE_ONLY = 'it runs on a platform that takes code, not images'

/** What becomes of a service: a Dockerfile of ours, the user's, or none with the reason. */
export type Planned =
  Ours | { readonly kind: 'present'; readonly service: ServiceContract; readonly existing: Existing } | RefusedService

export interface RefusedService {
  readonly kind: 'refused'
  readonly service: ServiceContract
  readonly reason: string
  readonly evidence?: Evidence
}

/** A plan reads many files, and is asked for by every part of an artifact. */
const PLANS = new WeakMap<Context, Map<string, readonly Planned[]>>()

/** @returns what becomes of each service, in the order of the contract */
export function planned(ctx: Context, answers: Answers = {}): readonly Planned[] {
  const plans = PLANS.get(ctx) ?? new Map<string, readonly Planned[]>()
  PLANS.set(ctx, plans)
  const key = digestsIn(answers).join('\n')
  const known = plans.get(key)
  if (known) return known
  const made = ctx.contract.services.map(service => planOf(ctx, service, answers))
  plans.set(key, made)
  return made
}

/** @returns true for a Dockerfile that is written */
export function isOurs(plan: Planned): plan is Ours {
  return plan.kind !== 'present' && plan.kind !== 'refused'
}

/** @returns false for code that a platform runs as it is */
export function takesImage({ service }: Planned): boolean {
  return service.service.workload.value !== 'serverless'
}

function planOf(ctx: Context, service: ServiceContract, answers: Answers): Planned {
  const existing = dockerfileFor(ctx, service)
  if (existing) return { kind: 'present', service, existing }
  try {
    return recipeOf(ctx, service, answers)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { message, evidence } = error
    return { kind: 'refused', service, reason: message, ...(evidence ? { evidence } : {}) }
  }
}

const RECIPES = { rust: rustRecipe, node: nodeRecipe, site: siteRecipe } as const

function recipeOf(ctx: Context, service: ServiceContract, answers: Answers): Ours {
  const { path, ecosystem, workload, project: folder, site, runtimeFiles, embeds } = service.service
  if (workload.value === 'serverless') refuse(CODE_ONLY, workload.evidence[0])
  const project = ctx.contract.projects.find(p => p.project.path === folder && p.project.ecosystem === ecosystem)
  if (!project) return refuse(`the project that builds ${path} is not known`)
  const digests = digestsIn(answers)
  const ingredients: Ingredients = { ctx, service, project, pin: image => imageText(pinned(image, digests)) }
  const kind = ecosystem === 'rust' ? 'rust' : site && workload.value === 'static' ? 'site' : 'node'
  const data = RECIPES[kind](ingredients)
  const { packages, lockfile } = project.project
  // what a front end's build writes is made in the image
  const read = runtimeFiles
    .map(file => join(path, file.value))
    .filter(file => !embeds.some(({ value }) => isInside(file, value)))
  checkHidden(ctx, service.context, [...packages.map(p => p.manifest), ...(lockfile ? [lockfile.value] : []), ...read])
  return { kind, service, data }
}
