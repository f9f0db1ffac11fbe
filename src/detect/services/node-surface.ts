import { join } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { Later } from '../lazy.ts'
import type { MetricsFact, Service } from '../types.ts'
import { table, text } from '../values.ts'
import type { View } from '../view.ts'
import { sourcesOf } from './databases.ts'
import { closureOf } from './needs.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { fileRoutes } from './node-file-routes.ts'
import { nodeRoutes } from './node-routes.ts'
import { nodeReadings } from './node-variables.ts'
import { EVERY_ROUTE, routeFacts } from './routes.ts'
import { ownVariables, variableFacts, type Reading } from './variables.ts'

/** What is only worked out for those who ask: it means parsing most of the code. */
export type Surface = Pick<Service, 'routes' | 'variables' | 'metrics'>

/** @returns how routes and variables of a package are found, with its metrics */
export function nodeSurface(
  candidate: Candidate,
  part: Part,
  listening: Pick<Service, 'port' | 'portVariable' | 'host'>,
  metrics: () => MetricsFact | undefined,
): Later<Surface> {
  const { view, code, source } = candidate
  const guarded = <T>(read: () => readonly T[]): readonly T[] => view.guarded(source.facts.manifest, read) ?? []
  const serves = part.workload.value === 'http'
  return {
    routes: () =>
      guarded(() =>
        serves
          ? routeFacts([
              ...nodeRoutes(code, [...new Set([...serverFiles(candidate, part), ...(part.files ?? [])])], EVERY_ROUTE),
              ...(part.rendered ? fileRoutes(code, source.facts.path, EVERY_ROUTE) : []),
            ])
          : [],
      ),
    variables: () =>
      guarded(() =>
        part.workload.value === 'static'
          ? []
          : variableFacts([
              ...nodeReadings(code, settingFiles(candidate, part)),
              ...prismaReadings(view, source),
              ...mappedReadings(view, source),
              ...ownVariables(listening),
            ]),
      ),
    metrics,
  }
}

/** @returns the files that may register routes */
export function serverFiles({ view, source }: Candidate, part: Part): readonly string[] {
  const { rendered, listeners, files = [] } = part
  return rendered || loadsFiles(source) || !listeners.length ? sourcesOf(view, source.facts.path) : files
}

/** Plugins that register files without an import. */
function loadsFiles(source: SourcePackage): boolean {
  return source.facts.dependencies.some(dependency =>
    /^(@fastify\/autoload|fastify-autoload|fastify-cli|express-file-routing|@nestjs\/core)$/.test(dependency.name),
  )
}

/** The files that may read settings: those of the server, and where these are not known one by one, of the packages below it as well. */
function settingFiles(candidate: Candidate, part: Part): readonly string[] {
  const { view, source, packages } = candidate
  const own = [...serverFiles(candidate, part), ...(part.files ?? [])]
  if (!part.rendered && part.listeners.length && !loadsFiles(source)) return own
  const folder = source.facts.path === '.' ? 'src/' : `${source.facts.path}/src/`
  const settings = view.below(folder).filter(file => /\.config\.[cm]?[jt]s$/.test(file))
  const others = closureOf(source, packages).slice(1)
  return [...new Set([...own, ...settings, ...others.flatMap(other => sourcesOf(view, other.facts.path))])]
}

/** `url = env("DATABASE_URL")` in a Prisma schema */
function prismaReadings(view: View, source: SourcePackage): readonly Reading[] {
  if (!source.facts.dependencies.some(dependency => dependency.name === '@prisma/client')) return []
  return view
    .below(source.facts.path === '.' ? '' : `${source.facts.path}/`)
    .filter(file => file.endsWith('.prisma') && !file.includes('node_modules/'))
    .flatMap(file =>
      view.lines(file).flatMap((line, i): readonly Reading[] => {
        const [, key, name] = /^\s*(\w+)\s*=\s*env\(\s*"(\w+)"\s*\)/.exec(line) ?? []
        if (name === undefined || key === 'shadowDatabaseUrl') return []
        const evidence = view.evidence(file, i + 1, 'variable of the Prisma schema')
        return [{ name, evidence, certainty: 'certain', required: key === 'url' }]
      }),
    )
}

/** The package `config` maps variables in a file of their own. */
function mappedReadings(view: View, source: SourcePackage): readonly Reading[] {
  if (!source.facts.dependencies.some(dependency => dependency.name === 'config')) return []
  const found: Reading[] = []
  for (const name of [
    'custom-environment-variables.json',
    'custom-environment-variables.yml',
    'custom-environment-variables.yaml',
  ]) {
    const path = join(source.facts.path, 'config', name)
    const doc = view.has(path) ? (name.endsWith('.json') ? view.json(path, true) : view.yaml(path)) : undefined
    const read = (value: unknown, keys: readonly string[]): void => {
      const variable = text(value) ?? text(table(value)['__name'])
      if (variable !== undefined)
        found.push({
          name: variable,
          evidence: view.evidence(path, doc?.line(...keys), 'variable that a setting is taken from'),
          certainty: 'certain',
        })
      else for (const [key, inner] of Object.entries(table(value))) read(inner, [...keys, key])
    }
    if (doc) read(doc.get(), [])
  }
  return found
}
