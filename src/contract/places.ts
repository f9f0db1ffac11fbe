/** Where generated files of operations stand. A path that one artifact writes and another one names comes from here. */

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
    chart: `deploy/helm/${id}`,
    rules: `deploy/prometheus/rules/${id}.yml`,
    dashboards: `deploy/grafana/dashboards/${id}`,
    runbooks: `docs/runbooks/${id}`,
    deployPage: `docs/runbooks/${id}/deploy.md`,
    load: `load/${id}`,
  }
}

/** Files and folders that all services share. */
export const PLACES = {
  compose: 'compose.yaml',
  prometheus: 'deploy/prometheus/prometheus.yml',
  rules: 'deploy/prometheus/rules',
  ruleTests: 'deploy/prometheus/tests',
  blackbox: 'deploy/prometheus/blackbox.yml',
  alertmanager: 'deploy/alertmanager/alertmanager.yml',
  grafana: 'deploy/grafana',
  runbookFolder: 'docs/runbooks',
  runbooks: 'docs/runbooks/README.md',
} as const
