import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'observability/logging',
  feature: 'logging',
  title: 'Structured logs',
  why: 'A log that a machine can read is found again, and one that hides secrets can be kept.',
  audit,
})
