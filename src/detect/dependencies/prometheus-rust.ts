import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: [
    'prometheus',
    'prometheus-client',
    'actix-web-prom',
    'axum-prometheus',
    'rocket_prometheus',
    'opentelemetry-prometheus',
    'prometheus_exporter',
    'warp-prometheus',
    'prometheus-static-metric',
  ],
  metrics: true,
}
