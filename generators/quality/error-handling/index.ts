import { appArtifact } from '../../_app/index.ts'
import { audit } from './audit.ts'

export const artifact = appArtifact({
  id: 'quality/error-handling',
  feature: 'error-boundary',
  title: 'Error boundary',
  why: 'Whatever fails is answered in one form with an identifier, and tells nothing about the inside of the service.',
  audit,
})
