import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'observability/health',
  feature: 'health',
  title: 'Health and readiness',
  why: 'A platform restarts what is broken and sends traffic only where it can be answered: it needs one path that tells each of the two.',
  audit,
})
