import { compiledRuntime, imageText, rustImage } from '../../../src/contract/images.ts'
import type { Context } from '../../../src/artifact/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { dirname, isInside, join, relative } from '../../../src/text/paths.ts'
import { cargoBuild } from './cargo.ts'
import { aptPackages, isPackageName } from './debian.ts'
import { frontEnds, type FrontEnd } from './front-ends.ts'
import { labelsOf } from './labels.ts'
import { packageAt } from './local-packages.ts'
import { inImage, isRefusal, refusal, type Ingredients, type Refusal } from './recipe.ts'
import { runtimeEnv } from './runtime-env.ts'
import { INIT, needsInit } from './signals.ts'
import { apt, copy, env, exec, isPlainPath } from './syntax.ts'

/** Crates that put files into the program while it is compiled. */
const EMBEDDING = /-embed$|^include_dir$|(^|-)static-files$|^(memory|static)-serve$/

/** @returns the data of rust.Dockerfile.ejs; or why the image is not certain to be built */
export function rustRecipe(ingredients: Ingredients): object | Refusal {
  const { ctx, service, project, pin } = ingredients
  const { project: facts } = project
  const binary = service.service.binary?.value
  const pkg = packageAt(facts, service.service.path)
  if (binary === undefined || !pkg || !isPlainPath(binary)) return refusal('the name of its binary is not known')
  const subcommand = neededSubcommand(ctx, service.service)
  if (subcommand) return subcommand
  const cargo = cargoBuild(ctx, facts, service.context)
  if (isRefusal(cargo)) return cargo
  const web = frontEnds(ingredients)
  if (isRefusal(web)) return web
  const environment = runtimeEnv(service)
  if (isRefusal(environment)) return environment
  const build = rustImage(facts)
  const runtime = compiledRuntime(build.suite, values(service.service.runtimePackages))
  const folder = inImage(service.context, facts.path)
  const features = pkg.binaries.find(b => b.name === binary)?.requiredFeatures ?? []
  const init = needsInit(ctx, service.service)
  const embeds = embedding(pkg.dependencies.map(d => d.name), ingredients, web)
  return {
    build: pin(build),
    apt: apt(aptPackages([...values(service.service.buildPackages), ...cargo.packages, ...(init ? [INIT.package] : [])], build.suite)),
    env: env(cargo.env),
    folder,
    sources: copy([relative(service.context, facts.path)], '.'),
    kept: cargo.kept.map(path => relative(facts.path, path)),
    toolchainFile: /nightly/.test(facts.runtime?.value ?? ''),
    cargo: command(facts.workspace ? pkg.name?.value : undefined, binary, features, facts.lockfile !== undefined),
    web: web.map(w => ({ ...w.build, stage: w.stage })),
    embeds: embeds.compiled.map(w => copy([inImage(service.context, w.output)], inImage(service.context, w.output), w.stage)),
    runtime: pin(runtime),
    runtimeText: imageText(runtime),
    runtimeApt: apt(aptPackages(runtime.packages, runtime.suite)),
    cwd: embeds.cwd,
    init: init ? copy([INIT.from], INIT.path, 'toolchain') : undefined,
    copies: [
      copy([`${folder}/target/release/${binary}`], `/usr/local/bin/${binary}`, 'build'),
      ...embeds.served.map(w => copy([inImage(service.context, w.output)], inImage(service.context, w.output), w.stage)),
      ...runtimeFiles(service.service, service.context),
    ],
    runtimeEnv: env(environment),
    user: `${service.user}:${service.user}`,
    port: service.port,
    entrypoint: exec([...(init ? [INIT.path, '--'] : []), `/usr/local/bin/${binary}`, ...(service.service.startCommand?.value.slice(1) ?? [])]),
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, pkg),
  }
}

/** A program with subcommands does nothing without one, and which one serves is not in its types. */
function neededSubcommand(ctx: Context, { path, entry, startCommand }: Service): Refusal | undefined {
  if (startCommand) return undefined
  const start = entry === undefined ? path : dirname(join(path, entry.value))
  for (const file of ctx.ws.files.filter(f => f.endsWith('.rs') && isInside(f, start))) {
    const lines = ctx.ws.read(file)?.split('\n') ?? []
    const at = lines.findIndex((line, i) => /^\s*#\[(clap|command|arg|structopt)\((.*,\s*)?subcommand\b/.test(line) && !/:\s*Option</.test(lines.slice(i + 1, i + 4).find(next => /:/.test(next)) ?? ''))
    if (at !== -1) return refusal('it wants a subcommand, and which one serves is not known', { path: file, line: at + 1, snippet: (lines[at] ?? '').trim(), rule: 'subcommand' })
  }
  return undefined
}

function values(facts: readonly { readonly value: string }[]): readonly string[] {
  return facts.map(f => f.value).filter(isPackageName)
}

function command(pkg: string | undefined, binary: string, features: readonly string[], locked: boolean): string {
  const scope = pkg !== undefined && isPlainPath(pkg) ? ` --package ${pkg}` : ''
  const wanted = features.filter(isPlainPath)
  return `cargo build --release${locked ? ' --locked' : ''}${scope} --bin ${binary}${wanted.length ? ` --features ${wanted.join(',')}` : ''}`
}

function runtimeFiles(service: Service, context: string): readonly string[] {
  const paths = service.runtimeFiles.map(f => join(service.path, f.value)).filter(path => isInside(path, context) && isPlainPath(path))
  return paths.map(path => copy([relative(context, path)], inImage(context, path)))
}

interface Embedding {
  /** Front ends that must be there when the program is compiled. */
  readonly compiled: readonly FrontEnd[]
  /** Front ends that the program reads when it runs. */
  readonly served: readonly FrontEnd[]
  /** Folder the program is started in. */
  readonly cwd: string
}

/** Where the program looks for its files: relative to its package, when its code names them so, else to the root of the project. */
function embedding(dependencies: readonly string[], { ctx, service, project }: Ingredients, web: readonly FrontEnd[]): Embedding {
  const { path, runtimeFiles } = service.service
  const sources = ctx.ws.files.filter(file => file.endsWith('.rs') && isInside(file, path)).map(file => ctx.ws.read(file) ?? '')
  const named = (text: string): boolean => text !== '.' && sources.some(source => source.includes(`"${text}`) || source.includes(`"./${text}`))
  const files = [...web.map(w => w.output), ...runtimeFiles.map(f => join(path, f.value))]
  const fromPackage = files.some(file => named(relative(path, file)))
  const fromProject = files.some(file => named(relative(project.project.path, file)))
  const cwd = inImage(service.context, fromPackage && !fromProject ? path : project.project.path)
  const compiles = dependencies.some(name => EMBEDDING.test(name))
  const base = fromPackage && !fromProject ? path : project.project.path
  return { compiled: compiles ? web : [], served: compiles ? web.filter(w => named(relative(base, w.output)) && !sources.some(s => /#\[folder/.test(s))) : web, cwd }
}
