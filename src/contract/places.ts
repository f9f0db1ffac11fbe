/** Where generated files of operations stand. A path that one artifact writes and another one names comes from here. */

/** Top folders: all that is deployed, and what drives load. */
export const FOLDERS = { deploy: 'deploy', load: 'load' } as const

/** Files and folders that belong to one service. */
export interface Places {
  /** Folder of the Helm chart. */
  readonly chart: string
  /** Prometheus rules. */
  readonly rules: string
  /** Folder of Grafana dashboards. */
  readonly dashboards: string
  /** Folder of runbooks: one page for each alert, and that on deploying. */
  readonly runbooks: string
  readonly deployPage: string
  /** Folder of the k6 scripts. */
  readonly load: string
}

/** @param id of the service, a DNS label */
export function placesOf(id: string): Places {
  return {
    chart: `${FOLDERS.deploy}/helm/${id}`,
    rules: `${FOLDERS.deploy}/prometheus/rules/${id}.yml`,
    dashboards: `${FOLDERS.deploy}/grafana/dashboards/${id}`,
    runbooks: `docs/runbooks/${id}`,
    deployPage: `docs/runbooks/${id}/deploy.md`,
    load: `${FOLDERS.load}/${id}`,
  }
}

/** Files and folders that all services share. */
export const PLACES = {
  compose: 'compose.yaml',
  prometheus: `${FOLDERS.deploy}/prometheus/prometheus.yml`,
  rules: `${FOLDERS.deploy}/prometheus/rules`,
  ruleTests: `${FOLDERS.deploy}/prometheus/tests`,
  blackbox: `${FOLDERS.deploy}/prometheus/blackbox.yml`,
  alertmanager: `${FOLDERS.deploy}/alertmanager/alertmanager.yml`,
  grafana: `${FOLDERS.deploy}/grafana`,
  runbookFolder: 'docs/runbooks',
  runbooks: 'docs/runbooks/README.md',
} as const
