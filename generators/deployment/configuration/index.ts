import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'deployment/configuration',
  feature: 'configuration',
  title: 'Configuration that is checked at start',
  why: 'A service that starts without a variable that it needs fails later, with the first request that wants it.',
  capabilities: ['deployment/environments'],
  audit,
})
