import {
  defineArtifact,
  part,
  type Artifact,
  type ArtifactId,
  type Context,
  type Output,
  type Presence,
} from '../../src/artifact/index.ts'
import { appServices, moduleData, ownOf, requiredOf, type AppService } from '../../src/contract/app/index.ts'
import type { CodeStyle } from '../../src/contract/app/types.ts'
import type { AppSite } from '../../src/detect/app/types.ts'
import type { AppFeature } from '../../src/detect/types.ts'
import { styleOf } from '../quality/lint/style.ts'
import { httpServices, kindOf } from './audit.ts'
import { nextSteps } from './next.ts'

/** What an artifact says of the part of the module that it adds. */
export interface Feature {
  readonly id: ArtifactId
  readonly feature: AppFeature
  readonly title: string
  readonly why: string
  /** Rows of the catalogue, where they are not the artifact's own id. */
  readonly capabilities?: readonly string[]
  readonly audit: (ctx: Context) => Presence
}

/** @returns the artifact that adds a part to the module of each service, and the lines that call the module */
export function appArtifact({ id, feature, title, why, audit, capabilities = [id] }: Feature): Artifact {
  return defineArtifact({
    id,
    title,
    kind: 'code',
    why,
    capabilities,
    applies: ctx => applies(ctx, feature),
    audit,
    questions: [],
    outputs: ctx => takers(ctx, feature).flatMap(app => outputs(ctx, app, feature)),
    next: ctx => takers(ctx, feature).flatMap(app => nextSteps(ctx, app, feature)),
  })
}

function applies(ctx: Context, feature: AppFeature): true | string {
  const http = httpServices(ctx)
  if (http.length === 0) return 'there is no service that answers HTTP'
  const apps = appServices(ctx.contract)
  if (apps.some(app => offers(app, feature))) return true
  if (apps.length > 0) return 'no variable is known that a service needs'
  const names = [...new Set(http.map(kindOf))]
  return `no module is known for ${names.join(', ')}`
}

/** A check of variables is for services that need some. */
function offers({ service, framework }: AppService, feature: AppFeature): boolean {
  return framework.features.includes(feature) && (feature !== 'configuration' || requiredOf(service).length > 0)
}

/** Services that get the part: those whose code has not all of it already. */
function takers(ctx: Context, feature: AppFeature): readonly AppService[] {
  return appServices(ctx.contract).filter(app => offers(app, feature) && !ownOf(app.service, feature).all)
}

/** `x => x` or `(x) => x`, as the file that calls the module has it. */
function arrows({ ws }: Context, { wiring }: AppSite): Pick<CodeStyle, 'arrowParens'> {
  const text = wiring.map(({ path }) => ws.read(path) ?? '').join('')
  const bare = text.match(/[(,=\s]\w+ =>/g)?.length ?? 0
  return { arrowParens: bare > (text.match(/\(\w+\) =>/g)?.length ?? 0) ? 'avoid' : 'always' }
}

/** For the style of the code: what calls the module is the user's all the same, the module never is. */
function ofTheUser(ctx: Context): Context {
  const sites = appServices(ctx.contract).map(({ site }) => site)
  const wired = new Set(sites.flatMap(site => site.wiring.map(({ path }) => path)))
  const modules = new Set(sites.map(site => site.module))
  return { ...ctx, ownersOf: path => (modules.has(path) ? [path] : wired.has(path) ? [] : ctx.ownersOf(path)) }
}

function outputs(ctx: Context, app: AppService, feature: AppFeature): readonly Output[] {
  const { service, site, framework } = app
  const project = ctx.facts.projects.find(p => p.path === service.project && p.ecosystem === service.ecosystem)
  if (!project) return []
  const wiring = site.wiring.map(({ path, changes }): Output => ({
    type: 'edit',
    path,
    format: 'code',
    changes: changes.filter(c => c.feature === undefined || c.feature === feature).map(c => c.change),
  }))
  const manifests = [feature, ...framework.always]
    .flatMap(name => framework.manifests(name as AppFeature, { service, site, ws: ctx.ws }))
    .map((edit): Output => ({ type: 'edit', ...edit }))
  const data = {
    ...moduleData(app, { ...styleOf(ofTheUser(ctx), project), ...arrows(ctx, site) }),
    ...framework.data?.({ service, site, ws: ctx.ws }),
  }
  return [part(site.module, feature, `app/${site.kind}`, data), ...manifests, ...wiring]
}
