import type { Validator } from '../types.ts'
import { chartValidators } from './charts.ts'
import { codeownersValidator } from './codeowners.ts'
import { dashboardValidator } from './dashboards.ts'
import { deploymentValidators } from './deployment.ts'
import { imageValidators } from './images.ts'
import { infrastructureValidators } from './infrastructure.ts'
import { licenceValidators } from './licence.ts'
import { monitoringValidators } from './monitoring.ts'
import { plainValidators } from './plain.ts'
import { pragmaValidator } from './pragmas.ts'
import { secretValidators } from './secrets.ts'
import { shellValidators } from './shell.ts'
import { textValidators } from './text.ts'
import { workflowValidators } from './workflows.ts'

/** All validators; each must be shown a file in the matrix and refuse its sample in broken/. */
export const VALIDATORS: readonly Validator[] = [
  ...workflowValidators,
  ...imageValidators,
  ...textValidators,
  ...shellValidators,
  ...secretValidators,
  ...licenceValidators,
  ...monitoringValidators,
  dashboardValidator,
  ...chartValidators,
  ...deploymentValidators,
  ...infrastructureValidators,
  codeownersValidator,
  pragmaValidator,
  ...plainValidators,
]
