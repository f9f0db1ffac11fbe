import type { ServiceContract } from '../../src/contract/types.ts'

/** Variables that runtimes read themselves (Node, Rust's log crates, the system). */
const OF_RUNTIMES = ['NODE_ENV', 'HOME', 'TMPDIR', 'TZ', 'RUST_BACKTRACE', 'HOSTNAME']

/** @returns the names of all variables that a service reads */
export function variablesOf({ service, needs }: ServiceContract): ReadonlySet<string> {
  const { host, portVariable } = service
  return new Set([
    ...service.variables.map(variable => variable.value),
    ...needs.flatMap(need => need.variable ?? []),
    ...(portVariable ? [portVariable.value] : []),
    ...(host?.value.variable === undefined ? [] : [host.value.variable]),
    ...(service.appModule ? ['SHUTDOWN_DELAY_MS', 'SHUTDOWN_TIMEOUT_MS'] : []),
    ...OF_RUNTIMES,
  ])
}
