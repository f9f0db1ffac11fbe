import { isInside, join } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import { DETECTORS } from '../frameworks/index.ts'
import { importedFrom, packageOf, packagesIn, type ScriptCode } from '../source/script-code.ts'
import type { Script } from '../source/script.ts'
import type { Dependency } from '../types.ts'
import type { Candidate } from './node-candidate.ts'
import { commandsOf } from './node-command.ts'
import { loadedDrivers } from './node-drivers.ts'
import { buildScript, entryOf, startScript } from './node-entry.ts'
import { generatedFrom } from './prisma-clients.ts'

/**
 * @returns a package with what it is really built from: dependencies that only the manifest of the workspace names, and packages of the repository
 * that its files import, declared or not
 */
export function withImports(code: ScriptCode, member: SourcePackage, packages: Found['packages']): SourcePackage {
  const source = withBundled(code, member)
  const root = packages.get(source.host ?? source.project)
  if (!root || root === source) return source
  const declared = new Set(source.facts.dependencies.map(dependency => dependency.name))
  const lacking = root.facts.dependencies.filter(
    dependency => !declared.has(dependency.name) && (dependency.kind === 'normal' || source.host !== undefined),
  )
  const entry = entryOf(code, source, startScript(source)?.value)
  const files = entry && isInside(entry.path, source.facts.path) ? importedFrom(code, entry.path) : []
  const generated = generatedFrom(code, files) === undefined ? [] : ['@prisma/client']
  const imported = new Set([...packagesIn(code, files), ...generated])
  // What a library of the repository imports is its own affair.
  const own = packagesIn(
    code,
    files.filter(file => isInside(file, source.facts.path)),
  )
  const run = programsOf(source)
  const drivers = loadedDrivers(code, files, lacking)
  const inherited = lacking
    .filter(
      dependency =>
        imported.has(dependency.name) ||
        run.has(dependency.name) ||
        drivers.has(dependency.name) ||
        isTool(dependency, source, imported) ||
        isConfigured(code, source, dependency),
    )
    .map(dependency => ({ ...dependency, manifest: root.facts.manifest }))
    .concat(hoisted(source, packages, name => own.has(name) && !root.facts.dependencies.some(d => d.name === name)))
  if (!inherited.length && !files.length) return source
  const owners = new Set(files.flatMap(file => ownerOf(file, packages) ?? []))
  owners.delete(source.facts.path)
  owners.delete(root.facts.path)
  return {
    ...source,
    facts: { ...source.facts, dependencies: [...source.facts.dependencies, ...inherited] },
    local: [...new Set([...source.local, ...owners])],
  }
}

const SERVERS = new Set(
  (DETECTORS as readonly Framework[]).flatMap(({ site, workload, packages }) =>
    site || workload === 'worker' ? [] : packages,
  ),
)

/** Frameworks of servers that a member of a workspace uses and only other members declare: they are found where all are installed together. */
function hoisted(
  { facts, project }: SourcePackage,
  packages: Found['packages'],
  isLacking: (name: string) => boolean,
): readonly (Dependency & { readonly manifest: string })[] {
  const declared = new Set(facts.dependencies.map(({ name }) => name))
  const wanted = [...SERVERS].filter(name => !declared.has(name) && isLacking(name))
  return wanted.flatMap(name => {
    for (const other of packages.values()) {
      const found =
        other.project === project && other.facts.dependencies.find(d => d.name === name && d.kind === 'normal')
      if (found) return [{ ...found, manifest: found.manifest ?? other.facts.manifest }]
    }
    return []
  })
}

/** Packages that say that others are used. */
const TELLING = new Set(['@prisma/client', '@nestjs/core'])

/** Programs of browsers are built and shown by these, also where `start` does it. */
const BROWSER = /^(webpack|vite|rollup|parcel|esbuild|browser-sync|@rspack\/|@rsbuild\/)/

/**
 * A bundler puts what is imported into its result, whichever list of the manifest names it: dependencies for development that the
 * program which `start` runs imports are those of a service.
 */
function withBundled(code: ScriptCode, source: SourcePackage): SourcePackage {
  const { dependencies } = source.facts
  const start = startScript(source)
  if (!start || !dependencies.some(({ kind }) => kind === 'dev')) return source
  const entry = entryOf(code, source, start.value)
  if (!entry || !isInside(entry.path, source.facts.path)) return source
  const asked = new Set(dependencies.flatMap(({ name, kind }) => (kind === 'dev' ? [name] : [])))
  // Only files that name one of them are worth parsing.
  const files = importedFrom(code, entry.path).filter(file =>
    [...packagesIn(code, [file])].some(name => asked.has(name) || BROWSER.test(name) || TELLING.has(name)),
  )
  const imported = new Set(files.flatMap(file => valuesFrom(code.script(file))))
  if ([...imported].some(name => BROWSER.test(name))) return source
  return withShipped(source, dependency => imported.has(dependency.name) || isTool(dependency, source, imported))
}

/**
 * @returns a package whose functions a platform calls, with what their code imports as shipped: the platform brings its own libraries along
 * and the rest is bundled, so that the manifest names both for development only
 */
export function withPlatform(candidate: Candidate, files: readonly string[]): Candidate {
  const { code, source: member } = candidate
  const imported = new Set(files.flatMap(file => valuesFrom(code.script(file))))
  const source = withShipped(member, ({ name }) => imported.has(name))
  return { ...candidate, source, packages: new Map([...candidate.packages, [source.facts.path, source]]) }
}

/** A package with dependencies for development that are part of what is deployed. */
function withShipped(source: SourcePackage, isShipped: (dependency: Dependency) => boolean): SourcePackage {
  const dependencies = source.facts.dependencies.map(dependency =>
    dependency.kind === 'dev' && isShipped(dependency) ? { ...dependency, kind: 'normal' as const } : dependency,
  )
  return { ...source, facts: { ...source.facts, dependencies } }
}

/** Packages that a file imports more than types from. */
function valuesFrom(script: Script | undefined): readonly string[] {
  return (script?.values ?? []).flatMap(module => packageOf(module) ?? [])
}

/** What is never imported: the client that a schema generates, the platform of a framework, the builder of a described application. */
function isTool({ name }: Dependency, source: SourcePackage, imported: ReadonlySet<string>): boolean {
  if (name === 'prisma') return imported.has('@prisma/client')
  return source.host !== undefined && name.startsWith('@nestjs/platform-') && imported.has('@nestjs/core')
}

/** The programs that build and start a package: those of the root of the workspace, where its own manifest names none. */
function programsOf(source: SourcePackage): ReadonlySet<string> {
  const scripts = [startScript(source), buildScript(source)].flatMap(script => script?.value ?? [])
  return new Set(scripts.flatMap(script => commandsOf(source, script).map(({ words }) => words[0] ?? '')))
}

/** Bundlers, by the file that configures them. */
const CONFIGURED: Readonly<Record<string, string>> = {
  vite: 'vite.config',
  webpack: 'webpack.config',
  '@rsbuild/core': 'rsbuild.config',
  '@rspack/core': 'rspack.config',
}

/** The bundler of an application that its workspace describes: no script and no file of the program names it. */
function isConfigured(code: ScriptCode, { facts, host }: SourcePackage, { name }: Dependency): boolean {
  const file = host === undefined ? undefined : CONFIGURED[name]
  return file !== undefined && code.file(join(facts.path, file)) !== undefined
}

/** @returns the folder of the innermost package that a file lies in */
export function ownerOf(file: string, packages: Found['packages']): string | undefined {
  let owner: string | undefined
  for (const folder of packages.keys())
    if (isInside(file, folder) && (owner === undefined || owner === '.' || folder.length > owner.length)) owner = folder
  return owner
}
