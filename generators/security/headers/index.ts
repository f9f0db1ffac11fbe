import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'security/headers',
  feature: 'headers',
  title: 'Security headers',
  why: 'Browsers leave their safer behaviour off unless an answer asks for it.',
  audit,
})
