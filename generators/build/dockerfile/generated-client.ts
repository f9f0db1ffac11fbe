import type { Context } from '../../../src/artifact/index.ts'
import type { Dependency, Package, Project } from '../../../src/detect/types.ts'
import { dirname, isInside, join, normalize, relative } from '../../../src/text/paths.ts'
import type { Part } from './local-packages.ts'
import { refuse, requirePlain } from './recipe.ts'

/** A database client that is generated from a schema, into the installed packages or beside the code. */
export interface GeneratedClient {
  /** Command that generates it, run from the root of the project; undefined when a script of the repository does. */
  readonly command?: string
  /** What of it the running program needs beside the build's output. */
  readonly parts: readonly Part[]
  readonly buildPackages: readonly string[]
  readonly runtimePackages: readonly string[]
}

const NONE: GeneratedClient = { parts: [], buildPackages: [], runtimePackages: [] }
/** From this version on the client needs no engine, and with it no OpenSSL program to tell which one. */
const WITHOUT_ENGINE = 7
const RUN: Readonly<Record<string, string>> = {
  npm: 'npx',
  pnpm: 'pnpm exec',
  yarn: 'yarn',
  'yarn-berry': 'yarn',
  bun: 'bunx',
}

/**
 * @returns the client of the packages in use; nothing for packages without one @throws Refused when the image would lose it
 * @param used the package of the service, and those of the repository below it
 * @param scripts commands of the repository that run before or while it is built
 */
export function generatedClient(
  ctx: Context,
  project: Project,
  used: readonly Package[],
  scripts: readonly string[],
): GeneratedClient {
  const client = used.flatMap(p => p.dependencies.filter(d => d.name === '@prisma/client'))[0]
  if (!client) return NONE
  const schema = ctx.ws.files.find(file => /(^|\/)schema\.prisma$/.test(file) && isInside(file, project.path))
  if (schema === undefined) return refuse('the schema that its database client is generated from was not found')
  requirePlain([schema])
  const generator = /generator\s+\w+\s*\{([^}]*)\}/.exec(ctx.ws.read(schema) ?? '')?.[1] ?? ''
  const parts = partsOf(project, schema, generator)
  const packages = hasEngine(client) ? ['openssl'] : []
  const command = scripts.some(script => /\bprisma\s+generate\b/.test(script))
    ? undefined
    : `${environment(ctx, project)}${RUN[project.manager.value] ?? 'npx'} prisma generate --schema ${relative(project.path, schema)}`
  return { ...(command === undefined ? {} : { command }), parts, buildPackages: packages, runtimePackages: packages }
}

function partsOf(project: Project, schema: string, generator: string): readonly Part[] {
  const output = /^\s*output\s*=\s*"([^"]+)"/m.exec(generator)?.[1]
  if (output !== undefined) {
    const path = normalize(`${dirname(schema)}/${output}`)
    // a client in TypeScript is compiled with the code
    if (path === undefined || /provider\s*=\s*"prisma-client"/.test(generator)) return []
    return [{ path, built: true }]
  }
  if (project.manager.value === 'pnpm') {
    const reason =
      "its database client is generated into pnpm's store, and is lost with the development dependencies (output in the schema's generator keeps it beside the code)"
    refuse(reason, { path: schema, rule: 'generator without output' })
  }
  return [{ path: join(project.path, 'node_modules/.prisma'), built: true }]
}

function hasEngine({ locked, range }: Dependency): boolean {
  const major = /\d+/.exec(locked ?? range ?? '')?.[0]
  return major === undefined || Number(major) < WITHOUT_ENGINE
}

/** A configuration may insist on the address of the database, which generating does not use. */
function environment(ctx: Context, project: Project): string {
  const config = ['ts', 'js', 'mjs', 'cjs', 'mts', 'cts']
    .map(ending => join(project.path, `prisma.config.${ending}`))
    .find(path => ctx.ws.has(path))
  const name =
    config === undefined ? undefined : /\benv\(\s*['"]([A-Z][A-Z0-9_]*)['"]\s*\)/.exec(ctx.ws.read(config) ?? '')?.[1]
  return name === undefined ? '' : `${name}=postgresql://localhost/unused `
}
