import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'observability/correlation-id',
  feature: 'request-id',
  title: 'Request identifiers',
  why: 'One identifier in the answer, in each line of the log and in each error leads from a complaint to its cause.',
  audit,
})
