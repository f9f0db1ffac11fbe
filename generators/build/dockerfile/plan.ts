import type { Answers, Context } from '../../../src/artifact/index.ts'
import { DIGESTS, imageText, pinned } from '../../../src/contract/images.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Evidence, Existing } from '../../../src/detect/types.ts'
import { dockerfileFor } from './existing.ts'
import { hiddenFile } from './hidden.ts'
import { nodeRecipe } from './node.ts'
import { isRefusal, refusal, type Ingredients, type Refusal } from './recipe.ts'
import { rustRecipe } from './rust.ts'
import { siteRecipe } from './site.ts'

interface Ours {
  /** Which template. */
  readonly kind: 'rust' | 'node' | 'site'
  readonly service: ServiceContract
  readonly data: object
}

/** What becomes of a service: a Dockerfile of ours, the user's, or none with the reason. */
export type Planned = Ours | { readonly kind: 'present'; readonly service: ServiceContract; readonly existing: Existing } | RefusedService

export interface RefusedService {
  readonly kind: 'refused'
  readonly service: ServiceContract
  readonly reason: string
  readonly evidence?: Evidence
}

/** @returns what becomes of each service, in the order of the contract */
export function planned(ctx: Context, answers: Answers = {}): readonly Planned[] {
  return ctx.contract.services.map(service => planOf(ctx, service, answers))
}

/** @returns true for a Dockerfile that is written */
export function isOurs(plan: Planned): plan is Ours {
  return plan.kind !== 'present' && plan.kind !== 'refused'
}

function planOf(ctx: Context, service: ServiceContract, answers: Answers): Planned {
  const existing = dockerfileFor(ctx, service)
  if (existing) return { kind: 'present', service, existing }
  const made = recipeOf(ctx, service, answers)
  if (!isRefusal(made)) return made
  return { kind: 'refused', service, reason: made.refused, ...(made.evidence ? { evidence: made.evidence } : {}) }
}

function recipeOf(ctx: Context, service: ServiceContract, answers: Answers): Ours | Refusal {
  const { path, ecosystem, workload, project: folder } = service.service
  if (workload.value === 'serverless') return refusal('it runs on a platform that takes code, not images', workload.evidence[0])
  const project = ctx.contract.projects.find(p => p.project.path === folder && p.project.ecosystem === ecosystem)
  if (!project) return refusal(`the project that builds ${path} is not known`)
  const digests = answers[DIGESTS]
  const known = Array.isArray(digests) ? digests.filter(item => typeof item === 'string') : []
  const ingredients: Ingredients = { ctx, service, project, pin: image => imageText(pinned(image, known)) }
  const kind = ecosystem === 'rust' ? 'rust' : service.service.site && workload.value === 'static' ? 'site' : 'node'
  const data = { rust: rustRecipe, node: nodeRecipe, site: siteRecipe }[kind](ingredients)
  if (isRefusal(data)) return data
  const manifests = project.project.packages.map(p => p.manifest)
  return hiddenFile(ctx, service.context, [...manifests, ...(project.project.lockfile ? [project.project.lockfile.value] : [])]) ?? { kind, service, data }
}
