import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'observability/metrics',
  feature: 'metrics',
  title: 'Metrics for Prometheus',
  why: 'Rates, errors and durations of requests are what alerts, dashboards and service levels are made of.',
  audit,
})
