import type { Frontend } from '../../../src/detect/types.ts'
import { slug } from '../../../src/text/names.ts'
import { join } from '../../../src/text/paths.ts'
import { nodeBuild, type NodeBuild } from './node-build.ts'
import { isRefusal, refusal, type Ingredients, type Refusal } from './recipe.ts'

/** A front end that a service serves: built in a stage of its own. */
export interface FrontEnd {
  readonly stage: string
  readonly build: NodeBuild
  /** Folder of the built files, from the root of the repository. */
  readonly output: string
}

/** @returns the front ends of a service, by path; or why one of them cannot be built */
export function frontEnds(ingredients: Ingredients): readonly FrontEnd[] | Refusal {
  const { ctx, service } = ingredients
  const result: FrontEnd[] = []
  const { embeds } = service.service
  for (const { value: path } of embeds) {
    const frontend = ctx.facts.frontends.find(f => f.path === path)
    const stage = embeds.length === 1 ? 'front-end' : `front-end-${slug(path, 'root')}`
    const built = frontend ? frontEnd(ingredients, frontend, stage) : refusal(`it serves ${path}, and how that is built is not known`)
    if (isRefusal(built)) return built
    result.push(built)
  }
  return result
}

function frontEnd({ ctx, service, pin }: Ingredients, frontend: Frontend, stage: string): FrontEnd | Refusal {
  const project = ctx.facts.projects.find(p => p.path === frontend.project && p.ecosystem === 'node')
  const output = frontend.site?.output.value
  if (!project || output === undefined || !frontend.buildScript) return refusal(`it serves ${frontend.path}, and how that is built is not known`)
  const build = nodeBuild({ ctx, project, context: service.context, path: frontend.path, pin, buildScript: frontend.buildScript.value })
  if ('refused' in build) return build
  return { stage, build, output: join(frontend.path, output) }
}
