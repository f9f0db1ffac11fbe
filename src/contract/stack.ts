import { PLACES } from './places.ts'

/** What watches the local stack: host names, ports and mounts that configurations of Prometheus, Alertmanager and Grafana rely on. */

/** Name of the profile of compose.yaml that starts it. */
export const OBSERVABILITY = 'observability'

export const STACK = {
  prometheus: { host: 'prometheus', port: 9090, folder: '/etc/prometheus' },
  alertmanager: { host: 'alertmanager', port: 9093, folder: '/etc/alertmanager' },
  grafana: { host: 'grafana', port: 3000 },
  blackbox: {
    host: 'blackbox-exporter',
    port: 9115,
    file: '/etc/blackbox_exporter/config.yml',
    /** Asks by GET, and takes any answer of 200 to 299 for success. */
    module: 'http_2xx',
  },
} as const

/** Folders of `PLACES.grafana`, and where Grafana finds them in its container. */
export const GRAFANA_MOUNTS = [
  { from: `${PLACES.grafana}/provisioning`, to: '/etc/grafana/provisioning' },
  { from: `${PLACES.grafana}/dashboards`, to: '/var/lib/grafana/dashboards' },
] as const
