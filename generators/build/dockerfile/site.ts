import { SITE_IMAGE, SITE_PORT } from '../../../src/contract/images.ts'
import { join, relative } from '../../../src/text/paths.ts'
import { labelsOf } from './labels.ts'
import { packageAt } from './local-packages.ts'
import { nodeBuild } from './node-build.ts'
import { inImage, isRefusal, refusal, type Ingredients, type Refusal } from './recipe.ts'
import { copy, isPlainPath } from './syntax.ts'

/** File of the web server's configuration, beside the Dockerfile. */
export const SITE_CONF = 'nginx.site.conf'

/** @returns the data of site.Dockerfile.ejs; or why the image is not certain to be built */
export function siteRecipe({ ctx, service, project, pin }: Ingredients): object | Refusal {
  const { service: facts } = service
  const output = facts.site?.output.value
  if (output === undefined) return refusal('the folder that its build writes is not known')
  const build = nodeBuild({ ctx, project: project.project, context: service.context, path: facts.path, pin, buildScript: facts.buildScript?.value })
  if (isRefusal(build)) return build
  const conf = relative(service.context, confPath(facts.path))
  const folder = join(facts.path, output)
  if (!isPlainPath(conf) || !isPlainPath(folder)) return refusal(`the path ${folder} holds characters that a Dockerfile reads as something else`)
  return {
    ...build,
    runtime: pin(SITE_IMAGE),
    conf: copy([conf], '/etc/nginx/conf.d/default.conf'),
    files: copy([inImage(service.context, folder)], '/usr/share/nginx/html', 'build'),
    user: `${service.user}:${service.user}`,
    port: SITE_PORT,
    spa: facts.site?.spaFallback ?? false,
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, packageAt(project.project, facts.path)),
  }
}

/** @returns path of the web server's configuration for the site in a folder */
export function confPath(folder: string): string {
  return join(folder, SITE_CONF)
}
