import type { Context } from '../../../src/artifact/index.ts'
import { isWatched } from '../../../src/contract/alerting/index.ts'
import type { ServiceContract } from '../../../src/contract/index.ts'
import { DEFAULT_PORTS } from '../../../src/contract/ports.ts'

/** @returns data of the template of prometheus.yml: a job for each service that exposes metrics, a probe for each other one, and the exporters */
export function scrapeData(ctx: Context): object {
  const watched = ctx.contract.services.filter(isWatched)
  const exporters = new Map(watched.flatMap(service => service.needs).map(need => [need.exporter.job, need.exporter]))
  return {
    jobs: watched.flatMap(jobOf),
    probes: watched.flatMap(probeOf),
    exporters: [...exporters.values()].map(({ job, port }) => ({ job, target: `${job}:${port}` })),
    alertmanager: `alertmanager:${DEFAULT_PORTS.alertmanager}`,
    blackbox: `blackbox-exporter:${DEFAULT_PORTS.blackbox}`,
  }
}

function jobOf({ id, telemetry }: ServiceContract): readonly object[] {
  const { scrape } = telemetry
  return telemetry.source === 'service' && scrape
    ? [{ job: telemetry.job, target: `${id}:${scrape.port}`, path: scrape.path }]
    : []
}

function probeOf({ id, port, telemetry, probes }: ServiceContract): readonly object[] {
  if (telemetry.source !== 'platform' || port === undefined || !probes.liveness) return []
  const { liveness } = probes
  return liveness.kind === 'http'
    ? [{ job: telemetry.probeJob, module: 'http_2xx', target: `http://${id}:${port}${liveness.path}` }]
    : [{ job: telemetry.probeJob, module: 'tcp_connect', target: `${id}:${port}` }]
}
