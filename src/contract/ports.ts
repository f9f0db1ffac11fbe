/** Ports that Prometheus, Alertmanager, Grafana and blackbox_exporter listen on unless told otherwise (their own documentation). */
export const DEFAULT_PORTS = { prometheus: 9090, alertmanager: 9093, grafana: 3000, blackbox: 9115 } as const
