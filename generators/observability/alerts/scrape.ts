import type { Context } from '../../../src/artifact/index.ts'
import { isWatched } from '../../../src/contract/alerting/index.ts'
import type { ServiceContract } from '../../../src/contract/index.ts'
import { STACK } from '../../../src/contract/stack.ts'

/** @returns data of the template of prometheus.yml: a job for each service that exposes metrics, a probe for each other one, and the exporters */
export function scrapeData(ctx: Context): object {
  const watched = ctx.contract.services.filter(isWatched)
  const exporters = new Map(watched.flatMap(service => service.needs).map(need => [need.exporter.job, need.exporter]))
  return {
    jobs: watched.flatMap(jobOf),
    probes: watched.flatMap(probeOf),
    exporters: [...exporters.values()].map(({ job, port }) => ({ job, target: `${job}:${port}` })),
    alertmanager: `${STACK.alertmanager.host}:${STACK.alertmanager.port}`,
    blackbox: `${STACK.blackbox.host}:${STACK.blackbox.port}`,
  }
}

/** @returns the ways of asking that probes use */
export function probeModules(ctx: Context): readonly string[] {
  const used = new Set(
    ctx.contract.services
      .filter(isWatched)
      .flatMap(probeOf)
      .map(probe => probe.module),
  )
  return ['http_2xx', 'tcp_connect'].filter(name => used.has(name))
}

interface ProbeJob {
  readonly job: string
  readonly module: string
  readonly target: string
}

function jobOf({ id, telemetry }: ServiceContract): readonly object[] {
  const { scrape } = telemetry
  return telemetry.source === 'service' && scrape
    ? [{ job: telemetry.job, target: `${id}:${scrape.port}`, path: scrape.path }]
    : []
}

function probeOf({ id, port, telemetry, probes }: ServiceContract): readonly ProbeJob[] {
  if (telemetry.source !== 'platform' || port === undefined || !probes.liveness) return []
  const { liveness } = probes
  return liveness.kind === 'http'
    ? [{ job: telemetry.probeJob, module: 'http_2xx', target: `http://${id}:${port}${liveness.path}` }]
    : [{ job: telemetry.probeJob, module: 'tcp_connect', target: `${id}:${port}` }]
}
