import type { PanelName } from '../../../src/contract/dashboards.ts'
import { equals, matches, selector, type Matcher } from '../../../src/contract/promql.ts'
import { ratio } from '../../../src/contract/dashboards/queries.ts'
import type { Panel } from '../../../src/contract/dashboards/model.ts'
import { AT_LEAST_ONE } from './limits.ts'
import type { Variable } from './model.ts'

type Platform = PanelName<'platform'>

/** Series that show who tells of replicas, and who of containers. */
const TELLERS = ['kube_deployment_spec_replicas', 'container_cpu_usage_seconds_total'] as const

/** Where in the cluster a service is looked at, and through whose series. */
export interface ClusterView {
  readonly id: string
  readonly variables: readonly Variable[]
  /** Chooses what is told about the cluster. */
  readonly told: readonly Matcher[]
  /** Chooses what is measured on the nodes. */
  readonly measured: readonly Matcher[]
}

/**
 * The job of these series is that of an exporter of the cluster, whatever it is called there. Sums count everything twice where two tell
 * the same, and one of them can be left out.
 * @param isProbed the board's `job` and `instance` are those of the probe; otherwise they are the exporter's, whose instances are nodes
 */
export function clusterView(id: string, isProbed: boolean): ClusterView {
  const tellers = selector('', [matches('__name__', TELLERS.join('|'))])
  const deployed = selector(TELLERS[0], [equals('deployment', id)])
  const running = selector(TELLERS[1], [matches('job', '$job'), equals('container', id)])
  const exporter = isProbed ? { name: 'exporter', label: 'Exporter' } : { name: 'job', label: 'Job' }
  const told = [matches('job', `$${exporter.name}`), matches('namespace', '$namespace')]
  return {
    id,
    variables: [
      { ...exporter, query: `label_values(${tellers}, job)` },
      ...(isProbed ? [] : [{ name: 'instance', label: 'Instance', query: `label_values(${running}, instance)` }]),
      { name: 'namespace', label: 'Namespace', query: `label_values(${deployed}, namespace)` },
    ],
    told,
    measured: isProbed ? told : [...told, matches('instance', '$instance')],
  }
}

/** @returns panels of the containers of a service: cAdvisor and kube-state-metrics know them by the name of the container */
export function containerPanels({ id, told, measured }: ClusterView): readonly Panel<Platform>[] {
  const container = equals('container', id)
  const toldOf = (series: string, ...more: readonly Matcher[]): string =>
    selector(series, [...told, container, ...more])
  const measuredOf = (series: string): string => selector(series, [...measured, container])
  const byPod = (expr: string): string => `sum by (pod) (${expr})`
  const rated = (series: string): string => byPod(`rate(${measuredOf(series)}[$__rate_interval])`)
  const [periods, throttled] = ['container_cpu_cfs_periods_total', 'container_cpu_cfs_throttled_periods_total']
  const [memory, limits] = ['container_memory_working_set_bytes', 'kube_pod_container_resource_limits']
  const memoryLimit = byPod(toldOf(limits, equals('resource', 'memory')))
  const waiting = 'kube_pod_container_status_waiting_reason'
  return [
    {
      kind: 'graph',
      name: 'cpu',
      title: 'CPU cores in use',
      description: 'Cores that each pod keeps busy.',
      unit: 'short',
      queries: [{ expr: rated('container_cpu_usage_seconds_total'), legend: '{{pod}}' }],
      uses: { container_cpu_usage_seconds_total: ['namespace', 'pod', 'container'] },
      width: 12,
    },
    {
      kind: 'graph',
      name: 'throttling',
      title: 'CPU throttled',
      description:
        'Share of the time slices in which a pod wanted more CPU than its limit allows. Requests wait meanwhile.',
      unit: 'percentunit',
      queries: [{ expr: ratio(rated(throttled), rated(periods)), legend: '{{pod}}' }],
      uses: { [periods]: ['namespace', 'pod', 'container'], [throttled]: ['namespace', 'pod', 'container'] },
      limits: [{ at: 0.25, color: 'orange' }],
      max: 1,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'memory',
      title: 'Memory, share of the limit',
      description: 'At 100 % the container is killed. Without a limit nothing is shown.',
      unit: 'percentunit',
      queries: [{ expr: ratio(byPod(measuredOf(memory)), memoryLimit), legend: '{{pod}}' }],
      uses: { [memory]: ['namespace', 'pod', 'container'], [limits]: ['namespace', 'pod', 'container', 'resource'] },
      limits: [{ at: 0.9, color: 'red' }],
      reach: 1,
      width: 12,
    },
    {
      kind: 'graph',
      name: 'waiting',
      title: 'Containers that do not start',
      description: 'Containers that wait, by reason: a crash loop, or an image that cannot be pulled.',
      unit: 'short',
      queries: [{ expr: `sum by (reason) (${toldOf(waiting)})`, legend: '{{reason}}' }],
      uses: { [waiting]: ['namespace', 'container', 'reason'] },
      width: 12,
    },
    restarts(toldOf(RESTARTS)),
  ]
}

function restarts(series: string): Panel<Platform> {
  return {
    kind: 'graph',
    name: 'restarts-history',
    title: 'Restarts',
    description: 'When containers were started again, and how often.',
    unit: 'short',
    queries: [{ expr: `sum by (pod) (increase(${series}[$__rate_interval]))`, legend: '{{pod}}' }],
    uses: { [RESTARTS]: ['namespace', 'pod', 'container'] },
    width: 12,
  }
}

/** What tells the replicas of a service: a deployment and an autoscaler have the name of the service. */
const [WANTED, AVAILABLE] = ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available']
const [CURRENT, MOST] = [
  'kube_horizontalpodautoscaler_status_current_replicas',
  'kube_horizontalpodautoscaler_spec_max_replicas',
]
const RESTARTS = 'kube_pod_container_status_restarts_total'

function named(kind: 'deployment' | 'horizontalpodautoscaler', { id, told }: ClusterView, series: string): string {
  return `max by (namespace) (${selector(series, [...told, equals(kind, id)])})`
}

/** @returns how many replicas of a service there are now, and how often its containers were started again */
export function replicaStats(view: ClusterView): readonly Panel<Platform>[] {
  const count = selector(RESTARTS, [...view.told, equals('container', view.id)])
  return [
    {
      kind: 'stat',
      name: 'replicas',
      title: 'Replicas available',
      description: 'Pods of the deployment that take traffic, in Kubernetes.',
      unit: 'short',
      queries: [{ expr: named('deployment', view, AVAILABLE), legend: '{{namespace}}' }],
      uses: { [AVAILABLE]: ['namespace', 'deployment'] },
      limits: AT_LEAST_ONE,
      width: 4,
    },
    {
      kind: 'stat',
      name: 'restarts',
      title: 'Restarts',
      description: 'Restarts of containers over the range that is shown, in Kubernetes.',
      unit: 'short',
      queries: [{ expr: `sum by (namespace) (increase(${count}[$__range]))`, legend: '{{namespace}}' }],
      uses: { [RESTARTS]: ['namespace', 'pod', 'container'] },
      limits: [{ at: 1, color: 'orange' }],
      decimals: 0,
      width: 4,
    },
  ]
}

/** @returns the replicas of a service over time */
export function replicaGraphs(view: ClusterView): readonly Panel<Platform>[] {
  return [
    {
      kind: 'graph',
      name: 'replicas-history',
      title: 'Replicas',
      description: 'Pods that are wanted, and those that take traffic.',
      unit: 'short',
      queries: [
        { expr: named('deployment', view, WANTED), legend: 'wanted {{namespace}}' },
        { expr: named('deployment', view, AVAILABLE), legend: 'available {{namespace}}' },
      ],
      uses: { [WANTED]: ['namespace', 'deployment'], [AVAILABLE]: ['namespace', 'deployment'] },
      width: 12,
    },
    {
      kind: 'graph',
      name: 'autoscaler',
      title: 'Autoscaler',
      description:
        'Replicas, and the most that the autoscaler may make. Where the lines meet, more load makes it slow.',
      unit: 'short',
      queries: [
        { expr: named('horizontalpodautoscaler', view, CURRENT), legend: 'current {{namespace}}' },
        { expr: named('horizontalpodautoscaler', view, MOST), legend: 'most {{namespace}}' },
      ],
      uses: { [CURRENT]: ['namespace', 'horizontalpodautoscaler'], [MOST]: ['namespace', 'horizontalpodautoscaler'] },
      width: 12,
    },
  ]
}
