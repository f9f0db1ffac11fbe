import { inImage } from '../../../src/contract/image-paths.ts'
import type { Frontend } from '../../../src/detect/types.ts'
import { slug } from '../../../src/text/names.ts'
import { join } from '../../../src/text/paths.ts'
import { nodeBuild, type NodeBuild } from './node-build.ts'
import { refuse, type Ingredients } from './recipe.ts'
import { copy } from './syntax.ts'

/** A front end that a service serves: built in a stage of its own. */
export interface FrontEnd {
  readonly stage: string
  readonly build: NodeBuild
  /** Folder of the built files, from the root of the repository. */
  readonly output: string
}

/** @returns the front ends of a service, in its order @throws Refused when one of them cannot be built */
export function frontEnds(ingredients: Ingredients): readonly FrontEnd[] {
  const { embeds } = ingredients.service.service
  return embeds.map(({ value: path }) => {
    const frontend = ingredients.ctx.facts.frontends.find(f => f.path === path)
    const stage = embeds.length === 1 ? 'front-end' : `front-end-${slug(path, 'root')}`
    return frontend ? frontEnd(ingredients, frontend, stage) : refuse(unknown(path))
  })
}

function frontEnd({ ctx, service, pin }: Ingredients, frontend: Frontend, stage: string): FrontEnd {
  const { path, site, buildScript } = frontend
  const project = ctx.facts.projects.find(p => p.path === frontend.project && p.ecosystem === 'node')
  if (!project || !site || !buildScript) return refuse(unknown(path))
  const build = nodeBuild({ ctx, project, context: service.context, path, pin, buildScript: buildScript.value })
  return { stage, build, output: join(path, site.output.value) }
}

function unknown(path: string): string {
  return `it serves ${path}, and how that is built is not known`
}

/** @returns a copy of what a front end's stage built, to the same place */
export function builtFiles(context: string, { stage, output }: FrontEnd): string {
  return copy([inImage(context, output)], inImage(context, output), stage)
}
