import { inImage } from '../../../src/contract/image-paths.ts'
import { compiledRuntime, rustImage } from '../../../src/contract/images.ts'
import type { Package } from '../../../src/detect/types.ts'
import { relative } from '../../../src/text/paths.ts'
import { cargoBuild } from './cargo.ts'
import { aptPackages, packageNames } from './debian.ts'
import { builtFiles, frontEnds } from './front-ends.ts'
import { labelsOf } from './labels.ts'
import { packageAt } from './local-packages.ts'
import { refuse, requirePlain, type Ingredients } from './recipe.ts'
import { runtimeEnv } from './runtime-env.ts'
import { besideProgram } from './rust-files.ts'
import { INIT, needsInit } from './signals.ts'
import { checkSubcommand } from './subcommand.ts'
import { apt, copy, env, exec, isPlainPath } from './syntax.ts'

/** @returns the data of rust.Dockerfile.ejs @throws Refused when the image is not certain to be built and to run */
export function rustRecipe(ingredients: Ingredients): object {
  const { ctx, service, pin } = ingredients
  const { context, service: facts } = service
  const project = ingredients.project.project
  const pkg = packageAt(project, facts.path) ?? refuse(`there is no package in ${facts.path}`)
  const binary = facts.binary?.value ?? refuse('the name of its binary is not known')
  requirePlain([binary])
  checkSubcommand(ingredients, pkg)
  const cargo = cargoBuild(ctx, project, context)
  const web = frontEnds(ingredients)
  const variables = runtimeEnv(service)
  const build = rustImage(project)
  const runtime = compiledRuntime(build.suite, packageNames(facts.runtimePackages))
  const beside = besideProgram(ingredients, pkg, web)
  const init = needsInit(ctx, facts)
  const packages = [...packageNames(facts.buildPackages), ...cargo.packages, ...(init ? [INIT.package] : [])]
  const folder = inImage(context, project.path)
  const program = `/usr/local/bin/${binary}`
  return {
    build: pin(build),
    apt: apt(aptPackages(packages, build.suite)),
    env: env(cargo.env),
    folder,
    sources: copy([relative(context, project.path)], '.'),
    kept: cargo.kept.map(path => relative(project.path, path)),
    toolchainFile: project.runtime?.value.includes('nightly') ?? false,
    cargo: cargoCommand(ingredients, pkg, binary),
    web: web.map(w => ({ ...w.build, stage: w.stage })),
    embeds: beside.compiled.map(w => builtFiles(context, w)),
    runtime: pin(runtime),
    runtimeApt: apt(aptPackages(runtime.packages, runtime.suite)),
    cwd: inImage(context, beside.folder),
    init: init ? copy([INIT.from], INIT.path, 'toolchain') : undefined,
    copies: [
      copy([`${folder}/target/release/${binary}`], program, 'build'),
      ...beside.served.map(w => builtFiles(context, w)),
      ...beside.files.map(path => copy([relative(context, path)], inImage(context, path))),
    ],
    runtimeEnv: env(variables),
    user: `${service.user}:${service.user}`,
    port: service.port,
    entrypoint: exec([...(init ? [INIT.path, '--'] : []), program, ...(facts.startCommand?.value.slice(1) ?? [])]),
    labels: labelsOf(ctx.contract, ctx.facts.repository, service, pkg),
  }
}

function cargoCommand({ project: { project } }: Ingredients, pkg: Package, binary: string): string {
  const name = pkg.name?.value
  const features = (pkg.binaries.find(b => b.name === binary)?.requiredFeatures ?? []).filter(isPlainPath)
  return [
    'cargo build --release',
    ...(project.lockfile ? ['--locked'] : []),
    ...(project.workspace && name !== undefined && isPlainPath(name) ? [`--package ${name}`] : []),
    `--bin ${binary}`,
    ...(features.length ? [`--features ${features.join(',')}`] : []),
  ].join(' ')
}
