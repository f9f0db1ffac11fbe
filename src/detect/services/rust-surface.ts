import type { Later } from '../lazy.ts'
import type { MetricsFact, Service } from '../types.ts'
import type { View } from '../view.ts'
import type { Surface } from './node-surface.ts'
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
  metrics: () => MetricsFact | undefined,
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
    metrics,
  }
}

/** @returns the files that are compiled into a program: its own, and those of the crates of the repository below it */
export function programFiles({ code, source, binary }: Program): readonly string[] {
  const below = code.closure(source).slice(1)
  return [...new Set([...code.files(source, binary), ...below.flatMap(other => code.files(other))])]
}
