import { PLACES } from '../../src/contract/places.ts'
import type { Check, Tree } from './types.ts'
import { readYaml } from './yaml.ts'

interface ScrapeJob {
  readonly job_name: string
  readonly metrics_path?: string
  readonly params?: { readonly module?: readonly string[] }
  readonly static_configs: readonly { readonly targets: readonly string[] }[]
}

interface Config {
  readonly rule_files: readonly string[]
  readonly scrape_configs: readonly ScrapeJob[]
}

/** @returns the jobs of prometheus.yml; none where there is none */
export function jobsOf(tree: Tree): readonly ScrapeJob[] {
  const text = tree.get(PLACES.prometheus)
  return text === undefined ? [] : (readYaml(text) as Config).scrape_configs
}

/** Every service and exporter is scraped under its own name, at its own port and path; nothing else is. */
export const scrape: Check = ({ tree, contract }) => {
  const jobs = jobsOf(tree)
  if (jobs.length === 0) return []
  const wanted = new Map<string, string>()
  for (const { id, port, telemetry, probes, needs } of contract.services) {
    const { scrape: at } = telemetry
    if (at) wanted.set(telemetry.job, `${id}:${at.port}${at.path}`)
    else if (probes.liveness?.kind === 'http')
      wanted.set(telemetry.probeJob, `http://${id}:${port ?? ''}${probes.liveness.path}`)
    else if (probes.liveness) wanted.set(telemetry.probeJob, `${id}:${port ?? ''}`)
    if (at ?? probes.liveness)
      for (const { exporter } of needs) wanted.set(exporter.job, `${exporter.job}:${exporter.port}/metrics`)
  }
  const found = new Map(jobs.filter(job => job.job_name !== 'prometheus').map(job => [job.job_name, addressOf(job)]))
  return [...differences(wanted, found), ...modules(tree, jobs)].map(what => ({ file: PLACES.prometheus, what }))
}

function addressOf({ static_configs, metrics_path, params }: ScrapeJob): string {
  const target = static_configs[0]?.targets[0] ?? ''
  return params?.module ? target : `${target}${metrics_path ?? '/metrics'}`
}

function differences(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] {
  const missing = [...wanted].filter(([job, address]) => found.get(job) !== address)
  const extra = [...found.keys()].filter(job => !wanted.has(job))
  return [
    ...missing.map(([job, address]) => `${job} is at ${address}, and scraped at ${found.get(job) ?? 'nothing'}`),
    ...extra.map(job => `the job ${job} is nothing that is known`),
  ]
}

function modules(tree: Tree, jobs: readonly ScrapeJob[]): readonly string[] {
  const known = Object.keys((readYaml(tree.get(PLACES.blackbox) ?? '{}') as { modules?: object }).modules ?? {})
  const used = jobs.flatMap(job => job.params?.module ?? [])
  const elsewhere = jobs.filter(job => job.params?.module && job.metrics_path !== '/probe')
  return [
    ...elsewhere.map(job => `${job.job_name} does not ask the blackbox exporter`),
    ...used.filter(name => !known.includes(name)).map(name => `no module ${name}`),
    ...known.filter(name => !used.includes(name)).map(name => `nothing uses the module ${name}`),
  ]
}
