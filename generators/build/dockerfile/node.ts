import type { Context } from '../../../src/artifact/index.ts'
import { inImage, inRepository, writableFolders } from '../../../src/contract/image-paths.ts'
import { bunImage, nodeMajor, nodeRuntime, type RuntimeBase } from '../../../src/contract/images.ts'
import type { Package } from '../../../src/detect/types.ts'
import { isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import { aptPackages, packageNames } from './debian.ts'
import { builtFiles, frontEnds } from './front-ends.ts'
import { generatedClient, type GeneratedClient } from './generated-client.ts'
import { healthCheck } from './health-check.ts'
import { hiddenAt, isHidden } from './hidden.ts'
import { ignoreFile } from './ignore.ts'
import { labelsOf } from './labels.ts'
import { packageAt, packagesBelow } from './local-packages.ts'
import { nodeBuild, type NodeBuild } from './node-build.ts'
import { contentsOf, copyContent, type Content } from './node-contents.ts'
import { outputFolder } from './output.ts'
import { refuse, requirePlain, type Ingredients } from './recipe.ts'
import { runtimeEnv } from './runtime-env.ts'
import { installHooks } from './scripts.ts'
import { INIT, needsInit } from './signals.ts'
import { startOf, type Start } from './start.ts'
import { apt, copy, env, exec, run } from './syntax.ts'

/** @returns the data of node.Dockerfile.ejs @throws Refused when the image is not certain to be built and to run */
export function nodeRecipe(ingredients: Ingredients): object {
  const { ctx, service, pin } = ingredients
  const { context, service: facts } = service
  const project = ingredients.project.project
  const pkg = packageAt(project, facts.path) ?? refuse(`there is no package.json in ${facts.path}`)
  const start = startOf(ingredients, pkg)
  checkOutput(ingredients)
  checkFile(ingredients, start)
  const web = frontEnds(ingredients)
  const variables = runtimeEnv(service)
  const client = clientOf(ingredients, pkg)
  const init = needsInit(ctx, facts)
  const build = buildOf(ingredients, start, client, init)
  const runtime = runtimeOf(ingredients, start, client)
  const contents = [...contentsOf(ingredients, pkg, start), ...client.parts]
  const builds = contents.some(content => content.built)
  if (!builds && build.steps.length) {
    refuse('its installation runs scripts of its own, and what they leave behind is not known')
  }
  requirePlain(contents.map(content => content.path))
  return {
    base: build,
    builds,
    production: productionOf(ingredients, start, build),
    web: web.map(w => ({ ...w.build, stage: w.stage })),
    runtime: pin(runtime),
    runtimeApt: apt(aptPackages(runtime.packages, runtime.suite)),
    env: env({ NODE_ENV: 'production', ...variables }),
    cwd: facts.standalone ? build.folder : inImage(context, facts.path),
    init: init ? copy([INIT.from], INIT.path, 'base') : undefined,
    written: writtenBy(ingredients, contents),
    copies: [...contents.map(c => copyContent(c, ingredients)), ...web.map(w => builtFiles(context, w))],
    user: `${service.user}:${service.user}`,
    port: service.port,
    health: healthCheck(service, start.program === 'bun' ? 'bun' : runtime.shell ? 'node' : DISTROLESS),
    entrypoint: init ? exec([INIT.path, '--', ...(isBare(start, runtime) ? [DISTROLESS] : [])]) : undefined,
    command: exec([...(start.program === 'script' || isBare(start, runtime) ? [] : [start.program]), ...start.args]),
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, pkg),
  }
}

/** Folders of the user of the image, made where there is a shell, for what the program writes; what the repository holds in them is the user's as well. */
function writtenBy({ ctx, service }: Ingredients, contents: readonly Content[]): object | undefined {
  const folders = writableFolders(service)
  if (folders.length === 0) return undefined
  const own = `--chown=${service.user}:${service.user}`
  const held = folders.filter(folder => isHeld(ctx, service.context, inRepository(service.context, folder), contents))
  return {
    made: run([`mkdir --parents ${folders.map(folder => `${STAGED}${folder}`).join(' ')}`]),
    copied: [
      ...held.map(folder => copy([own, relative(service.context, inRepository(service.context, folder))], folder)),
      // the last copy says whose a folder is that is there already
      copy([own, `${STAGED}/`], '/', 'base'),
    ],
  }
}

/** True for a folder of the repository that the image has as it is. */
function isHeld(ctx: Context, context: string, path: string, contents: readonly Content[]): boolean {
  const ours = ignoreFile(ctx, context).changes.flatMap(({ path: [line] }) => (typeof line === 'string' ? [line] : []))
  return (
    ctx.ws.files.some(file => file.startsWith(`${path}/`)) &&
    contents.some(content => !content.built && content.to === undefined && isInside(path, content.path)) &&
    !isHidden(ctx, context, path) &&
    hiddenAt(ours, relative(context, path)) === undefined
  )
}

const STAGED = '/written'

/** Where the distroless image has Node, which is its entry point. */
const DISTROLESS = '/nodejs/bin/node'

function isBare(start: Start, runtime: RuntimeBase): boolean {
  return start.program === 'node' && !runtime.shell
}

function checkOutput({ ctx, service: { service } }: Ingredients): void {
  const known = !service.buildScript || service.standalone !== undefined || outputFolder(ctx, service) !== undefined
  if (!known) refuse('the folder that its build writes is not known', service.buildScript.evidence[0])
}

/** Endings that Node and Bun try by themselves. */
const ENDINGS = [
  '',
  '.js',
  '.cjs',
  '.mjs',
  '.json',
  '.ts',
  '.mts',
  '.tsx',
  '/index.js',
  '/index.cjs',
  '/index.mjs',
  '/index.ts',
]

/** What is started is made by the build, or is in the repository. */
function checkFile({ ctx, service: { service } }: Ingredients, { file }: Start): void {
  const path = file === undefined ? undefined : normalize(`${service.path}/${file}`)
  if (path === undefined || service.standalone) return
  const output = service.buildScript ? outputFolder(ctx, service) : undefined
  const made = output !== undefined && isInside(path, join(service.path, output))
  if (made || ENDINGS.some(ending => ctx.ws.has(`${path}${ending}`))) return
  refuse(
    `it starts ${path}, which is not in the repository and which no script is known to build`,
    service.startCommand?.evidence[0],
  )
}

function buildOf(ingredients: Ingredients, start: Start, client: GeneratedClient, init: boolean): NodeBuild {
  const { ctx, service, project, pin } = ingredients
  const { path, buildScript, buildPackages } = service.service
  return nodeBuild({
    ctx,
    project: project.project,
    context: service.context,
    path,
    pin,
    buildScript: buildScript?.value,
    onBun: start.program === 'bun',
    packages: [...packageNames(buildPackages), ...client.buildPackages, ...(init ? [INIT.package] : [])],
    generate: client.command,
    switches: (service.service.checkSwitches ?? []).map(fact => fact.value),
  })
}

/** The stage that the dependencies are taken from; nothing for a server that brings its own. */
function productionOf({ service }: Ingredients, start: Start, build: NodeBuild): object | undefined {
  if (service.service.standalone) return undefined
  const loads = service.service.developmentImports ?? []
  return start.development || loads.length > 0
    ? { stage: 'deps' }
    : { stage: 'prod-deps', from: build.production.after === 'install' ? 'deps' : 'base', run: build.production.run }
}

/** Scripts that run before or while the service is built may generate its database client. */
function clientOf({ ctx, project, service }: Ingredients, pkg: Package): GeneratedClient {
  const used = [pkg, ...packagesBelow(project.project, pkg, false)]
  const names = new Set([
    'prebuild',
    'build',
    ...(service.service.buildScript ? [service.service.buildScript.value] : []),
  ])
  const scripts = used.flatMap(p =>
    Object.entries(p.scripts).flatMap(([name, s]) => (names.has(name) ? [s.value] : [])),
  )
  const hooks = installHooks(project.project).map(hook => hook.command)
  return generatedClient(ctx, project.project, used, [...hooks, ...scripts])
}

function runtimeOf({ service, project }: Ingredients, start: Start, client: GeneratedClient): RuntimeBase {
  const packages = [...packageNames(service.service.runtimePackages), ...client.runtimePackages]
  const { managerVersion } = project.project
  if (start.program === 'bun') return { ...bunImage(managerVersion?.value ?? ''), shell: true, packages }
  const runtime = nodeRuntime(nodeMajor(project.project), packages, start.program === 'script')
  return runtime ?? refuse('its version of Node has no image of a supported Debian')
}
