import type { Table } from '../tables.ts'
import type { Check } from '../types.ts'
import { chartIn, nested, objectsOf, over } from './charts.ts'
import { monitoring } from './monitoring.ts'
import { network } from './network.ts'
import { notes } from './notes.ts'
import { chartTests } from './tests.ts'
import type { ReleaseCheck } from './types.ts'
import { values } from './values.ts'
import { workload } from './workload.ts'

const CHECKS: readonly ReleaseCheck[] = [workload, network, monitoring, notes]

/** Values under which every template prints what it can. */
const ALL: Table = [
  nested('metrics.enabled', true),
  nested('metrics.prober', 'blackbox-exporter.monitoring.svc:9115'),
  nested('ingress.host', 'harbor.test'),
  nested('secret.name', 'harbor-secret'),
  nested('config.HARBOR', 'x'),
].reduce(over, {})

/** What a chart makes is about the service, its parts know each other, and no value is without a use. */
export const helm: Check = world =>
  world.contract.services.flatMap(service => {
    const chart = chartIn(world.tree, service.places.chart)
    if (!chart) return []
    const own = Object.fromEntries(Object.entries(ALL).filter(([key]) => key in chart.values))
    const all = over(chart.values, own)
    const release = { world, service, chart, values: all, objects: objectsOf(chart, all) }
    return [...values(chart, service), ...chartTests(chart), ...CHECKS.flatMap(check => check(release))]
  })
