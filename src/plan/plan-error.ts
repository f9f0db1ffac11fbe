import { Failure } from '../text/errors.ts'

/** The artifacts themselves cannot be planned together: a fault of the generators, never of the user's files. */
export class PlanError extends Failure {
  override readonly name = 'PlanError'

  constructor(message: string, path: string, suggestion = 'Leave one of the artifacts out with --skip.') {
    super('plan', message, { path, suggestion })
  }
}
