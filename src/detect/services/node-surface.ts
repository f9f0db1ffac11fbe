import { join } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { once, type Later } from '../lazy.ts'
import type { Pinned } from '../metrics/types.ts'
import type { Script } from '../source/script.ts'
import type { AppModule, Fact, Service } from '../types.ts'
import { table, text } from '../values.ts'
import type { View } from '../view.ts'
import { sourcesOf } from './databases.ts'
import { exposedMetrics, withListener, type Exposed } from './metrics.ts'
import { closureOf, usedBy, type Used } from './needs.ts'
import { checkSwitches } from './node-build-check.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { fileRoutes } from './node-file-routes.ts'
import { nodeRoutes } from './node-routes.ts'
import { scrapeListener } from './node-scrape.ts'
import { developmentImports } from './node-loaded.ts'
import { nodeReadings } from './node-variables.ts'
import { writtenFolders } from './node-writes.ts'
import { EVERY_ROUTE, routeFacts } from './routes.ts'
import { ownVariables, variableFacts, type Reading } from './variables.ts'

/** What is only worked out for those who ask: it means parsing most of the code. */
export type Surface = Pick<
  Service,
  'routes' | 'variables' | 'checkSwitches' | 'metrics' | 'developmentImports' | 'writtenFolders'
>

/** @returns how routes and variables of a package are found, with its metrics */
export function nodeSurface(
  candidate: Candidate,
  part: Part,
  listening: Pick<Service, 'port' | 'portVariable' | 'host'>,
  exposed: () => Exposed | undefined,
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
    checkSwitches: () => (part.rendered ? switchesOf(candidate, part) : undefined),
    metrics: () => exposed()?.fact,
    developmentImports: () => view.guarded(source.facts.manifest, () => developmentImports(candidate, part)),
    writtenFolders: () =>
      part.workload.value === 'static' ? [] : guarded(() => writtenFolders(candidate, settingFiles(candidate, part))),
  }
}

/** @returns none where a build asks for variables and nothing leaves that out; undefined where it does not ask */
function switchesOf(candidate: Candidate, part: Part): readonly Fact<string>[] | undefined {
  const { view, code, source } = candidate
  const found = view.guarded(source.facts.manifest, () => checkSwitches(code, settingFiles(candidate, part))) ?? []
  return found.length > 0 || part.framework?.server?.loadsPages === true ? found : undefined
}

/** @returns the metrics of a package, worked out when they are first asked for, and once */
export function nodeMetrics(
  candidate: Candidate,
  part: Part,
  port: number | undefined,
  appModule: () => AppModule | undefined = () => undefined,
): () => Exposed | undefined {
  const { view, code, source, packages } = candidate
  return once(() =>
    view.guarded(source.facts.manifest, () => {
      if (part.workload.value === 'static') return undefined
      const used = usedBy(source, packages)
      const dependency = (name: string): Pinned | undefined => pinned(view, used, name)
      const module = appModule()
      // what is in the module is told by the module
      const files = settingFiles(candidate, part).filter(file => file !== module?.path)
      const scripts = (pattern: RegExp): readonly Script[] =>
        files.filter(file => pattern.test(view.text(file) ?? '')).flatMap(file => code.script(file) ?? [])
      const all = exposedMetrics(
        {
          view,
          dependency,
          scripts,
          node: code,
          sources: () => [],
          folder: source.facts.path,
          ...(module ? { module } : {}),
        },
        'node',
      )
      return all && withListener(all, scrapeListener(candidate, part, scripts(/\.metrics\(\)/), port))
    }),
  )
}

/** @returns a shipped dependency, with the manifest that it stands in */
export function pinned(view: View, used: readonly Used[], name: string): Pinned | undefined {
  const found = used.find(({ dependency }) => dependency.name === name)
  return (
    found && {
      dependency: found.dependency,
      evidence: view.evidence(found.manifest, found.dependency.line, `dependency ${name}`),
    }
  )
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
  const own = [...new Set([...serverFiles(candidate, part), ...(part.files ?? [])])]
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
