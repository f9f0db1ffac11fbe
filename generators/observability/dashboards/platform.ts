import type { PanelName } from '../../../src/contract/dashboards.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { kept } from './limits.ts'
import { containerPanels, replicaGraphs, replicaStats, type ClusterView } from './kubernetes.ts'
import type { Slo } from '../../../src/contract/slo.ts'
import { chosen } from '../../../src/contract/dashboards/queries.ts'
import type { Limit, Panel, Section, Words } from '../../../src/contract/dashboards/model.ts'

type Platform = PanelName<'platform'>

/** @returns what can be seen of a service from outside: the answers to a probe, its containers and its replicas */
export function platformSections(
  { probes }: ServiceContract,
  { availability }: Slo,
  view: ClusterView,
): readonly Section<Platform>[] {
  const { readiness } = probes
  return [
    {
      row: 'overview',
      title: 'Overview',
      panels: [...(readiness ? probeStats(availability.budget) : []), ...replicaStats(view)],
    },
    { row: 'probe', title: 'Probe', panels: readiness ? probeGraphs() : [] },
    {
      row: 'containers',
      title: 'Containers in Kubernetes',
      panels: [...containerPanels(view), ...replicaGraphs(view)],
    },
  ]
}

const PROBE = { probe_success: [] }
const YES_OR_NO: Words = { 0: { text: 'No', color: 'red' }, 1: { text: 'Yes', color: 'green' } }
/** As the alert on slow probes has it. */
const TOO_LONG: readonly Limit[] = [{ at: 1, color: 'orange' }]

function probeStats(budget: number): readonly Panel<Platform>[] {
  const status: Panel<Platform> = {
    kind: 'stat',
    name: 'probe-status',
    title: 'Status',
    description: 'Status of the answer to the last probe; 0 when there was none.',
    unit: 'none',
    queries: [{ expr: `max by (instance) (${chosen('probe_http_status_code')})`, legend: '{{instance}}' }],
    uses: { probe_http_status_code: [] },
    limits: [{ at: 400, color: 'red' }],
    width: 4,
  }
  return [
    {
      kind: 'stat',
      name: 'probe-success',
      title: 'Does it answer?',
      description: 'Whether the service answers somebody who asks from outside.',
      unit: 'none',
      queries: [{ expr: `min by (instance) (${chosen('probe_success')})`, legend: '{{instance}}' }],
      uses: PROBE,
      words: YES_OR_NO,
      width: 4,
    },
    {
      kind: 'stat',
      name: 'probe-share',
      title: 'Answered',
      description: 'Share of the probes that were answered, over the range that is shown.',
      unit: 'percentunit',
      queries: [
        { expr: `avg by (instance) (avg_over_time(${chosen('probe_success')}[$__range]))`, legend: '{{instance}}' },
      ],
      uses: PROBE,
      limits: kept(budget),
      decimals: 2,
      width: 4,
    },
    {
      kind: 'stat',
      name: 'probe-duration',
      title: 'Time to answer',
      description: 'How long the last probe took, with name resolution and connection.',
      unit: 's',
      queries: [{ expr: `max by (instance) (${chosen('probe_duration_seconds')})`, legend: '{{instance}}' }],
      uses: { probe_duration_seconds: [] },
      limits: TOO_LONG,
      width: 4,
    },
    status,
  ]
}

function probeGraphs(): readonly Panel<Platform>[] {
  return [
    {
      kind: 'states',
      name: 'probe-history',
      title: 'When did it answer?',
      description: 'When probes were answered, and when they were not.',
      unit: 'none',
      queries: [{ expr: `min by (instance) (${chosen('probe_success')})`, legend: '{{instance}}' }],
      uses: PROBE,
      words: YES_OR_NO,
      width: 24,
    },
    {
      kind: 'graph',
      name: 'probe-duration-history',
      title: 'Time to answer',
      description: 'How long probes took, with name resolution and connection.',
      unit: 's',
      queries: [{ expr: `max by (instance) (${chosen('probe_duration_seconds')})`, legend: '{{instance}}' }],
      uses: { probe_duration_seconds: [] },
      limits: TOO_LONG,
      width: 24,
    },
  ]
}
