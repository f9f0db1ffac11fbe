import type { PanelName } from '../../../src/contract/dashboards.ts'
import { asIs } from '../../../src/contract/dashboards/queries.ts'
import type { Panel } from '../../../src/contract/dashboards/model.ts'

/** @returns panels of the metrics that tokio-metrics collects of the runtime */
export function tokioPanels(): readonly Panel<PanelName<'runtime'>>[] {
  return [
    {
      kind: 'graph',
      name: 'tokio-busy',
      title: 'Busy workers',
      description: 'Share of the time that the workers run tasks. Near 1, tasks wait for a free worker.',
      unit: 'percentunit',
      ...asIs('tokio_busy_ratio'),
      limits: [{ at: 0.9, color: 'red' }],
      max: 1,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'tokio-queue',
      title: 'Tasks that wait',
      description: 'Length of the queue that all workers share. It is near 0 in a healthy service.',
      unit: 'short',
      ...asIs('tokio_global_queue_depth'),
      width: 12,
    },
    {
      kind: 'graph',
      name: 'tokio-tasks',
      title: 'Tasks',
      description: 'Tasks that are alive. What only grows is spawned and never ends.',
      unit: 'short',
      ...asIs('tokio_live_tasks_count'),
      width: 12,
    },
    {
      kind: 'graph',
      name: 'tokio-workers',
      title: 'Workers',
      description: 'Threads that run tasks: the number of cores that the runtime saw when it started.',
      unit: 'short',
      ...asIs('tokio_workers_count'),
      width: 12,
    },
  ]
}
