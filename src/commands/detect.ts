import { detect } from '../detect/index.ts'
import type { Evidence, Fact, Facts, Service } from '../detect/types.ts'
import { STATE } from '../plan/safe-path.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import { visible } from '../report/visible.ts'
import type { Terminal } from '../report/terminal.ts'
import { openRepository } from './open.ts'
import type { Invocation } from './flags.ts'
import { placeOf } from '../text/paths.ts'

/** `detect`: what is known about the repository; for people one block a service, each fact with where it comes from. */
export async function detectCommand(invocation: Invocation, terminal: Terminal): Promise<number> {
  const facts = await factsOf(invocation, terminal)
  if (invocation.json) printDocument({ version: VERSION, ...facts, services: facts.services.map(shown) })
  else printFacts(facts, terminal, invocation.evidence)
  return 0
}

/** Where lines of code would go is for plans: it says nothing about the repository. */
function shown({ appSite: _, ...service }: Service): Omit<Service, 'appSite'> {
  return service
}

/** Where nobody set anything, the facts are what the repository shows: the artifacts and their settings need not be loaded. */
async function factsOf(invocation: Invocation, terminal: Terminal): Promise<Facts> {
  terminal.progress('reading the repository …')
  const ws = openRepository(invocation.cwd)
  if (invocation.settings.size === 0 && !ws.stat(STATE)) return detect(ws)
  const { openSession } = await import('./session.ts')
  return (await openSession(invocation, terminal)).facts
}

/** Prints the facts of a repository. @param all every place that was read, not only the first */
export function printFacts(facts: Facts, terminal: Terminal, all: boolean): void {
  const { color } = terminal
  for (const service of facts.services) {
    terminal.line(
      `${color.bold(visible(service.name.value))}  ${color.dim(`${visible(service.path)} · ${service.workload.value}`)}`,
    )
    for (const [label, fact] of rowsOf(service)) printFact(terminal, label, fact, all)
    printDoubts(terminal, service)
    terminal.line()
  }
  if (facts.services.length === 0) terminal.line('No service was found.')
  for (const frontend of facts.frontends)
    terminal.line(
      `front end  ${visible(frontend.path)}  ${color.dim(visible(frontend.servedBy?.value ?? 'served on its own'))}`,
    )
  for (const other of facts.nonServices)
    terminal.line(`${color.dim('no service')} ${visible(other.path)}  ${color.dim(visible(other.reason))}`)
  for (const part of facts.unsupported)
    terminal.line(`${color.dim('not supported')} ${visible(part.path)}  ${color.dim(part.language)}`)
  for (const problem of facts.problems) {
    terminal.line(
      `${color.yellow('problem')} ${visible(placeOf(problem))}: ${visible(problem.message)}${problem.suggestion ? ` (${visible(problem.suggestion)})` : ''}`,
    )
  }
}

/** What is only likely, or not known at all, and how to set it. */
function printDoubts({ line, color }: Terminal, service: Service): void {
  const listens = /^(http|grpc|tcp)$/.test(service.workload.value)
  const asked: readonly (readonly [string, Fact<unknown> | undefined, boolean])[] = [
    ['port', service.port, listens],
    ['start', service.startCommand, service.ecosystem === 'node' && service.workload.value !== 'static'],
    ['runtime', service.languageVersion, true],
  ]
  const doubts = asked.flatMap(([key, fact, applies]) => {
    if (!applies || fact?.certainty === 'certain') return []
    return [`${fact ? `${key} is only likely` : `${key} is not known`}: --set ${key}=<value>`]
  })
  for (const doubt of doubts) line(`  ${color.yellow('?')} ${doubt}`, 4)
}

/** Columns of the longest label. */
const LABEL = 15

type Row = readonly [string, Fact<unknown>]

function rowsOf(service: Service): readonly Row[] {
  const {
    ecosystem,
    languageVersion,
    framework,
    packageManager,
    binary,
    entry,
    buildScript,
    startScript,
    startCommand,
    outputDir,
    port,
  } = service
  const named: readonly (readonly [string, Fact<unknown> | undefined])[] = [
    ['framework', framework],
    [ecosystem === 'rust' ? 'toolchain' : 'runtime', languageVersion],
    ['package manager', packageManager],
    ['binary', binary],
    ['entry', entry],
    ['build script', buildScript],
    ['start script', startScript],
    ['starts with', startCommand],
    ['output', outputDir],
    ['port', port],
    ['migrations', service.migrations],
    ['metrics', service.metricsPath],
    ['logging', service.logging],
  ]
  const many: readonly Row[] = [
    ...service.databases.map(fact => ['database', fact] as const),
    ...service.cache.map(fact => ['cache', fact] as const),
    ...service.queues.map(fact => ['queue', fact] as const),
    ...service.healthPaths.map(fact => ['health', fact] as const),
  ]
  return [...named.flatMap(([label, fact]) => (fact ? [[label, fact] as const] : [])), ...many]
}

function printFact({ line, color }: Terminal, label: string, fact: Fact<unknown>, all: boolean): void {
  const value = Array.isArray(fact.value) ? fact.value.join(' ') : String(fact.value)
  const doubt = fact.certainty === 'certain' ? '' : color.yellow(` (${fact.certainty})`)
  const [first, ...rest] = fact.evidence.map(place)
  line(
    `  ${label.padEnd(LABEL)} ${visible(value)}${doubt}${first === undefined ? '' : `  ${color.dim(visible(first))}`}`,
    LABEL + 3,
  )
  if (all) for (const other of rest) line(`  ${''.padEnd(LABEL)} ${color.dim(visible(other))}`, LABEL + 3)
}

function place(evidence: Evidence): string {
  return `${placeOf(evidence)} (${evidence.rule})`
}
