import { inImage } from '../../../src/contract/image-paths.ts'
import { SITE_IMAGE, SITE_PORT } from '../../../src/contract/images.ts'
import { isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { labelsOf } from './labels.ts'
import { packageAt } from './local-packages.ts'
import { nodeBuild } from './node-build.ts'
import { refuse, requirePlain, type Ingredients } from './recipe.ts'
import { copy } from './syntax.ts'

/** File of the web server's configuration, beside the Dockerfile. */
export const SITE_CONF = 'nginx.site.conf'

/** @returns the data of site.Dockerfile.ejs @throws Refused when the image is not certain to be built */
export function siteRecipe({ ctx, service, project, pin }: Ingredients): object {
  const { context, service: facts } = service
  const { path, buildScript, site } = facts
  if (!site) return refuse('the folder that its build writes is not known')
  const build = nodeBuild({ ctx, project: project.project, context, path, pin, buildScript: buildScript?.value })
  const conf = relative(context, confPath(path))
  const folder = normalize(`${path}/${site.output.value}`)
  if (folder === undefined)
    return refuse(`its build writes to ${site.output.value}, outside of the repository`, site.output.evidence[0])
  if (!buildScript && !ctx.ws.files.some(file => isInside(file, folder)))
    return refuse(`it serves ${folder}, which is not in the repository and which no script is known to build`)
  requirePlain([conf, folder])
  return {
    ...build,
    runtime: pin(SITE_IMAGE),
    conf: copy([conf], '/etc/nginx/conf.d/default.conf'),
    files: copy([inImage(context, folder)], '/usr/share/nginx/html', 'build'),
    user: `${service.user}:${service.user}`,
    port: SITE_PORT,
    spa: site.spaFallback,
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, packageAt(project.project, path)),
  }
}

/** @returns path of the web server's configuration for the site in a folder */
export function confPath(folder: string): string {
  return join(folder, SITE_CONF)
}
