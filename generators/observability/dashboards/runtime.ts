import type { PanelName } from '../../../src/contract/dashboards.ts'
import { asIs, chosen, rate, sumBy } from '../../../src/contract/dashboards/queries.ts'
import { nodePanels } from './node.ts'
import type { Panel, Section } from '../../../src/contract/dashboards/model.ts'
import { tokioPanels } from './tokio.ts'

type Runtime = PanelName<'runtime'>

/** @returns the process and what runs in it; panels whose metrics are not exposed are left out later */
export function runtimeSections(): readonly Section<Runtime>[] {
  return [
    { row: 'process', title: 'Process', panels: [...lives(), ...resources()] },
    { row: 'runtime', title: 'Runtime', panels: [...nodePanels(), ...tokioPanels()] },
  ]
}

const RESIDENT = 'process_resident_memory_bytes'
const STARTED = 'process_start_time_seconds'

function lives(): readonly Panel<Runtime>[] {
  return [
    {
      kind: 'stat',
      name: 'uptime',
      title: 'Youngest process',
      description: 'Seconds since the process that started last did so. Small again and again means that it dies.',
      unit: 's',
      queries: [{ expr: `min by (job) (time() - ${chosen(STARTED)})`, legend: '{{job}}' }],
      uses: { [STARTED]: [] },
      decimals: 0,
      width: 6,
    },
    {
      kind: 'graph',
      name: 'starts',
      title: 'Restarts',
      description: 'How often an instance started again within an hour.',
      unit: 'short',
      queries: [{ expr: `sum by (instance) (changes(${chosen(STARTED)}[1h]))`, legend: '{{instance}}' }],
      uses: { [STARTED]: [] },
      width: 12,
    },
    {
      kind: 'graph',
      name: 'version',
      title: 'Versions of Node',
      description: 'Instances by the version that they run: two of them during an update, one otherwise.',
      unit: 'short',
      queries: [{ expr: `count by (version) (${chosen('nodejs_version_info')})`, legend: '{{version}}' }],
      uses: { nodejs_version_info: ['version'] },
      width: 6,
    },
  ]
}

function resources(): readonly Panel<Runtime>[] {
  return [
    {
      kind: 'graph',
      name: 'cpu',
      title: 'CPU cores in use',
      description:
        'Cores that each instance keeps busy. Code of one thread, as JavaScript is, cannot use more than one.',
      unit: 'short',
      queries: [{ expr: sumBy(['instance'], rate('process_cpu_seconds_total')), legend: '{{instance}}' }],
      uses: { process_cpu_seconds_total: [] },
      width: 8,
    },
    {
      kind: 'graph',
      name: 'memory',
      title: 'Memory',
      description: 'Resident memory of each instance. What grows and never falls ends with the process being killed.',
      unit: 'bytes',
      ...asIs(RESIDENT),
      width: 8,
    },
    {
      kind: 'graph',
      name: 'file-descriptors',
      title: 'File descriptors',
      description:
        'Share of the file descriptors that are open; each connection needs one. At 1, no new one is accepted.',
      unit: 'percentunit',
      queries: [{ expr: `${chosen('process_open_fds')} / ${chosen('process_max_fds')}`, legend: '{{instance}}' }],
      uses: { process_open_fds: [], process_max_fds: [] },
      limits: [{ at: 0.8, color: 'red' }],
      max: 1,
      width: 8,
    },
    {
      kind: 'graph',
      name: 'threads',
      title: 'Threads',
      description: 'Threads of each instance.',
      unit: 'short',
      ...asIs('process_threads'),
      width: 12,
    },
  ]
}
