import { nodeMajor, nodeRuntime, type RuntimeBase, bunImage } from '../../../src/contract/images.ts'
import type { Package } from '../../../src/detect/types.ts'
import { isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { aptPackages, isPackageName } from './debian.ts'
import { frontEnds } from './front-ends.ts'
import { generatedClient, type GeneratedClient } from './generated-client.ts'
import { labelsOf } from './labels.ts'
import { packageAt, packagesBelow, part, shippedParts, type Part } from './local-packages.ts'
import { nodeBuild, type NodeBuild } from './node-build.ts'
import { inImage, isRefusal, refusal, type Ingredients, type Refusal } from './recipe.ts'
import { runtimeEnv } from './runtime-env.ts'
import { installHooks } from './scripts.ts'
import { INIT, needsInit } from './signals.ts'
import { startOf, type Start } from './start.ts'
import { apt, copy, env, exec, isPlainPath } from './syntax.ts'

/** @returns the data of node.Dockerfile.ejs; or why the image is not certain to be built */
export function nodeRecipe(ingredients: Ingredients): object | Refusal {
  const { ctx, service, project, pin } = ingredients
  const { service: facts } = service
  const pkg = packageAt(project.project, facts.path)
  if (!pkg) return refusal(`there is no package.json in ${facts.path}`)
  const start = startOf(ingredients, pkg)
  if (isRefusal(start)) return start
  if (facts.buildScript && !facts.outputDir && !facts.standalone) return refusal('the folder that its build writes is not known', facts.buildScript.evidence[0])
  const web = frontEnds(ingredients)
  if (isRefusal(web)) return web
  const environment = runtimeEnv(service)
  if (isRefusal(environment)) return environment
  const init = needsInit(ctx, facts)
  const client = clientOf(ingredients, pkg)
  if (isRefusal(client)) return client
  const build = nodeBuild({
    ctx,
    project: project.project,
    context: service.context,
    path: facts.path,
    pin,
    buildScript: facts.buildScript?.value,
    onBun: start.program === 'bun',
    packages: [...names(facts.buildPackages), ...client.buildPackages, ...(init ? [INIT.package] : [])],
    generate: client.command,
  })
  if (isRefusal(build)) return build
  const runtime = runtimeOf(ingredients, start, client)
  if (!runtime) return refusal('its version of Node has no image of a supported Debian')
  const contents = [...contentsOf(ingredients, pkg, start), ...client.parts]
  const builds = facts.standalone !== undefined || contents.some(c => c.built)
  if (!builds && build.steps.length) return refusal('its installation runs scripts of its own, and what they leave behind is not known')
  const odd = contents.find(line => !isPlainPath(line.path))
  if (odd) return refusal(`the path ${odd.path} holds characters that a Dockerfile reads as something else`)
  return {
    build: builds ? build : undefined,
    base: build,
    production: facts.standalone ? undefined : start.development ? { after: 'install', run: undefined } : build.production,
    web: web.map(w => ({ ...w.build, stage: w.stage })),
    runtime: pin(runtime),
    runtimeApt: apt(aptPackages(runtime.packages, runtime.suite)),
    folder: build.folder,
    cwd: facts.standalone ? build.folder : inImage(service.context, facts.path),
    copies: [
      ...contents.map(c => copyPart(c, ingredients, build)),
      ...web.map(w => copy([inImage(service.context, w.output)], inImage(service.context, w.output), w.stage)),
    ],
    env: env({ NODE_ENV: 'production', ...environment }),
    user: `${service.user}:${service.user}`,
    port: service.port,
    health: healthCheck(ingredients, runtime, start),
    ...(init ? initOf(start, runtime) : {}),
    command: exec(commandOf(start, runtime)),
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, pkg),
  }
}

function names(facts: readonly { readonly value: string }[]): readonly string[] {
  return facts.map(f => f.value).filter(isPackageName)
}

/** Scripts that run before or while the service is built may generate its database client. */
function clientOf({ ctx, project, service }: Ingredients, pkg: Package): GeneratedClient | Refusal {
  const used = [pkg, ...packagesBelow(project.project, pkg, false)]
  const hooks = installHooks(project.project).map(hook => hook.command)
  const scripts = used.flatMap(p => ['build', 'prebuild', service.service.buildScript?.value ?? 'build'].flatMap(name => (Object.hasOwn(p.scripts, name) ? [p.scripts[name]?.value ?? ''] : [])))
  return generatedClient(ctx, project.project, used, [...hooks, ...scripts])
}

function runtimeOf({ service, project }: Ingredients, start: Start, client: GeneratedClient): RuntimeBase | undefined {
  const packages = [...names(service.service.runtimePackages), ...client.runtimePackages]
  if (start.program !== 'bun') return nodeRuntime(nodeMajor(project.project), packages, start.program === 'script')
  const version = project.project.managerVersion?.value
  return version === undefined ? undefined : { ...bunImage(version), shell: true, packages }
}

interface Content extends Part {
  /** Where it goes, from the root of the repository; by default where it lies there. */
  readonly to?: string
}

/** What goes into the image beside the dependencies: what the build made, or else the package as it is. */
function contentsOf({ ctx, project, service }: Ingredients, pkg: Package, start: Start): readonly Content[] {
  const { service: facts } = service
  const root = project.project.path
  if (facts.standalone) {
    const { dir, assets } = facts.standalone.value
    const from = join(facts.path, dir)
    return [{ path: from, built: true, to: root }, ...assets.map(a => ({ ...part(ctx, join(facts.path, a.from)), to: join(root, a.to) })).filter(a => a.built || a.path !== '')]
  }
  const below = packagesBelow(project.project, pkg, true).flatMap(p => shippedParts(ctx, p))
  const output = facts.outputDir?.value
  const builds = facts.buildScript !== undefined && output !== undefined
  const files = facts.runtimeFiles.map(f => part(ctx, join(facts.path, f.value)))
  if (!builds) return [...below, { path: facts.path, built: false }]
  const built = part(ctx, join(facts.path, output))
  const inOutput = start.file !== undefined && isInside(normalize(start.file) ?? '', normalize(output) ?? '')
  const rest = inOutput ? files.filter(f => !isInside(f.path, built.path)) : [{ path: facts.path, built: false }]
  return [...below, ...rest, { path: built.path, built: true }]
}

function copyPart({ path, built, to = path }: Content, { service, project }: Ingredients, build: NodeBuild): string {
  const root = project.project.path
  const target = relative(root, to)
  const into = target === '.' ? './' : `./${target}`
  return built ? copy([`${build.folder}/${relative(root, path)}`], into, 'build') : copy([relative(service.context, path)], into)
}

/** The first process takes the place of the image's own entry point, which starts Node in a distroless one. */
function initOf(start: Start, runtime: RuntimeBase): { readonly init: string; readonly entrypoint: string } {
  const node = start.program === 'node' && !runtime.shell ? ['/nodejs/bin/node'] : []
  return { init: copy([INIT.from], INIT.path, 'base'), entrypoint: exec([INIT.path, '--', ...node]) }
}

/** The distroless image starts Node by itself. */
function commandOf(start: Start, runtime: RuntimeBase): readonly string[] {
  if (start.program === 'bun') return ['bun', ...start.args]
  if (start.program === 'script') return start.args
  return runtime.shell ? ['node', ...start.args] : start.args
}

function healthCheck({ service }: Ingredients, runtime: RuntimeBase, start: Start): string | undefined {
  const { service: facts, port } = service
  const path = facts.healthPaths[0]?.value
  if (path === undefined || port === undefined || !/^\/[A-Za-z0-9/_.-]*$/.test(path)) return undefined
  const variable = facts.portVariable?.value
  const changes = variable !== undefined && /^[A-Za-z_]\w*$/.test(variable) && variable !== facts.host?.value.variable
  const url = changes ? `'http://127.0.0.1:' + (process.env.${variable} ?? ${port}) + '${path}'` : `'http://127.0.0.1:${port}${path}'`
  const script = `fetch(${url}).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`
  const node = start.program === 'bun' ? 'bun' : runtime.shell ? 'node' : '/nodejs/bin/node'
  return exec([node, '-e', script])
}

