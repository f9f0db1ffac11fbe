import { once, type Later } from '../lazy.ts'
import { pathsWith, stringValue, type FunctionRange, type RustSource } from '../source/rust.ts'
import type { AppModule, Service } from '../types.ts'
import type { View } from '../view.ts'
import { exposedMetrics, withListener, type Exposed, type Listener } from './metrics.ts'
import { pinned, type Surface } from './node-surface.ts'
import { addressIn } from './rust-values.ts'
import { EVERY_ROUTE, routeFacts } from './routes.ts'
import type { Program } from './rust-program.ts'
import { rustRoutes } from './rust-routes.ts'
import { rustReadings } from './rust-variables.ts'
import { ownVariables, variableFacts } from './variables.ts'

/** @returns how routes and variables of a program are found, with its metrics */
export function rustSurface(
  view: View,
  program: Program,
  listening: Pick<Service, 'port' | 'portVariable' | 'host'>,
  exposed: () => Exposed | undefined,
): Later<Surface> {
  const { code, source, start, workload } = program
  const guarded = <T>(read: () => readonly T[]): readonly T[] => view.guarded(source.facts.manifest, read) ?? []
  return {
    routes: () =>
      guarded(() =>
        start && /^(?:http|grpc)$/.test(workload.value)
          ? routeFacts(rustRoutes(code, programFiles(program), EVERY_ROUTE))
          : [],
      ),
    variables: () =>
      guarded(() => variableFacts([...rustReadings(code, programFiles(program)), ...ownVariables(listening)])),
    metrics: () => exposed()?.fact,
  }
}

/** @returns the metrics of a program, worked out when they are first asked for, and once */
export function rustMetrics(
  view: View,
  program: Program,
  port: number | undefined,
  appModule: () => AppModule | undefined = () => undefined,
): () => Exposed | undefined {
  const { code, source, used } = program
  return once(() =>
    view.guarded(source.facts.manifest, () => {
      const module = appModule()
      // what is in the module is told by the module
      const files = programFiles(program).filter(file => file !== module?.path)
      const sources = (pattern: RegExp): readonly RustSource[] => code.matching(files, pattern)
      const all = exposedMetrics(
        {
          view,
          dependency: name => pinned(view, used, name),
          scripts: () => [],
          sources,
          folder: source.facts.path,
          ...(module ? { module } : {}),
        },
        'rust',
      )
      return all && withListener(all, scrapeListener(sources, port))
    }),
  )
}

/** A server that is started where metrics are routed, or by what calls that function, and that answers nothing else. */
function scrapeListener(
  sources: (pattern: RegExp) => readonly RustSource[],
  port: number | undefined,
): Listener | undefined {
  for (const source of sources(/"\/?metrics"/))
    for (const [index, token] of source.tokens.entries()) {
      if (token.kind !== 'string' || !/^\/?metrics$/.test(stringValue(token))) continue
      const own = source.functions.filter(f => f.open < index && index < f.close).at(-1)
      if (!own) continue
      const callers = pathsWith(source, own.name).flatMap(use =>
        use.args < 0 ? [] : source.functions.filter(f => f.open < use.start && use.start < f.close).slice(-1),
      )
      const bound = [own, ...callers].flatMap(range => boundIn(source, range))
      const found = bound.find(number => number !== undefined)
      if (found !== undefined && found !== port) return { port: found }
      if (found === undefined && bound.length && pathsWithin(source, own) === 1) return {}
    }
  return undefined
}

/** How many paths stand in a function. */
function pathsWithin({ tokens }: RustSource, { open, close }: FunctionRange): number {
  return tokens.slice(open, close).filter(token => token.kind === 'string' && stringValue(token).startsWith('/')).length
}

/** Ports of `bind("0.0.0.0:3001")` in a function, those that cannot be told as well. */
function boundIn(source: RustSource, { open, close }: FunctionRange): readonly (number | undefined)[] {
  return pathsWith(source, 'bind').flatMap(use => {
    if (use.args < open || use.args > close) return []
    return [addressIn(source, [use.args + 1, source.tokens[use.args]?.partner ?? close]).port]
  })
}

/** @returns the files that are compiled into a program: its own, and those of the crates of the repository below it */
export function programFiles({ code, source, binary }: Pick<Program, 'code' | 'source' | 'binary'>): readonly string[] {
  const below = code.closure(source).slice(1)
  return [...new Set([...code.files(source, binary), ...below.flatMap(other => code.files(other))])]
}
