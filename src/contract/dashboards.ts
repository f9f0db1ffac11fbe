import { createHash } from 'node:crypto'
import { PLACES, type Places } from './places.ts'

/** Names of dashboards and panels: alerts, runbooks and charts link to them, so they are told here and nowhere else. */

/** Of the data source that is provisioned; every panel asks the one that the variable `datasource` names. */
export const DATASOURCE_UID = 'prometheus'

/** Seconds between two scrapes: what Grafana takes the shortest useful range of a rate from. */
export const SCRAPE_SECONDS = 15

/**
 * Panels of each dashboard of a service, rows among them; those of what services need stand in `needs/`. A panel's id comes from its place here, so new names go to the end, and a name that is no longer
 * drawn stays. Ids fall from 1000: Grafana gives a panel that a user adds the highest id plus one, and none of ours ever takes that.
 * The first row of a dashboard is always drawn.
 */
export const PANELS = {
  service: [
    'overview',
    'request-rate',
    'error-ratio',
    'latency-p99',
    'within-limit',
    'instances',
    'in-flight',
    'traffic',
    'requests-by-route',
    'status-classes',
    'errors-by-route',
    'latency',
    'latency-quantiles',
    'latency-by-route',
    'latency-heatmap',
    'within-limit-history',
    'routes',
    'route-table',
    'saturation',
    'in-flight-history',
    'instances-history',
    'dependencies',
    'requests-by-method',
    'scrape-duration',
  ],
  slo: [
    'objectives',
    'availability',
    'availability-sli',
    'availability-budget',
    'availability-minutes',
    'availability-burn',
    'availability-budget-history',
    'availability-ratio',
    'latency',
    'latency-sli',
    'latency-budget',
    'latency-burn',
    'latency-budget-history',
    'latency-ratio',
    'availability-burn-now',
    'latency-burn-now',
    'availability-instances',
    'latency-instances',
  ],
  runtime: [
    'process',
    'uptime',
    'cpu',
    'memory',
    'file-descriptors',
    'starts',
    'threads',
    'runtime',
    'event-loop-lag',
    'event-loop-mean',
    'heap',
    'heap-spaces',
    'external-memory',
    'gc-time',
    'gc-runs',
    'handles',
    'resources',
    'version',
    'tokio-busy',
    'tokio-queue',
    'tokio-tasks',
    'tokio-workers',
  ],
  platform: [
    'overview',
    'probe-success',
    'probe-share',
    'probe-duration',
    'probe-status',
    'replicas',
    'restarts',
    'probe',
    'probe-history',
    'probe-duration-history',
    'containers',
    'cpu',
    'throttling',
    'memory',
    'restarts-history',
    'waiting',
    'replicas-history',
    'autoscaler',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type DashboardName = keyof typeof PANELS
export type PanelName<D extends DashboardName = DashboardName> = (typeof PANELS)[D][number]

const HIGHEST_ID = 1000

/** @returns the id of a panel within a dashboard with these names; it never changes */
export function idAmong(names: readonly string[], panel: string): number {
  return HIGHEST_ID - names.indexOf(panel)
}

/** @returns the id of a panel of a service's dashboard */
export function panelId<D extends DashboardName>(dashboard: D, panel: PanelName<D>): number {
  return idAmong(PANELS[dashboard], panel)
}

/** What dashboards of something that services share stand under: the name of their folder, and the id in their uids and links. */
export const DEPENDENCIES = 'dependencies'

const LONGEST_UID = 40
const HASH = 8

/** @returns what Grafana knows a dashboard by: at most 40 characters, and different for different services, however long their names are */
export function dashboardUid(id: string, dashboard: string): string {
  const uid = `${id}-${dashboard}`
  if (uid.length <= LONGEST_UID) return uid
  const hash = createHash('sha256').update(uid, 'utf8').digest('hex').slice(0, HASH)
  return `${id.slice(0, LONGEST_UID - HASH - dashboard.length - 2)}-${hash}-${dashboard}`
}

/** A panel of a dashboard. */
export interface PanelRef {
  readonly dashboard: string
  readonly id: number
}

/** @returns where a panel opens in Grafana, below its address: it fills the page */
export function panelLink(id: string, panel: PanelRef): string {
  return `/d/${dashboardUid(id, panel.dashboard)}?viewPanel=panel-${panel.id}`
}

/** @returns path of the file of a dashboard of a service */
export function dashboardFile({ places }: { readonly places: Places }, dashboard: string): string {
  return `${places.dashboards}/${dashboard}.json`
}

/** @returns path of the file of a dashboard of something that services share */
export function dependencyFile(dashboard: string): string {
  return `${PLACES.grafana}/dashboards/${DEPENDENCIES}/${dashboard}.json`
}
