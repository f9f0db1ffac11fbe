/** Exit codes of the program: 1 gate not met · 2 usage, a missing answer, a repository that cannot be worked on · 3 conflicts left · 130 interrupted. */
export type ExitCode = 1 | 2 | 3 | 130

export interface FailureDetails {
  /** Repository-relative path that the failure is about. */
  readonly path?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** What the user can do now, one imperative sentence. */
  readonly suggestion?: string | undefined
  /** Default 2. */
  readonly exitCode?: ExitCode | undefined
  readonly cause?: unknown
}

/** An error that a user can understand: shown as cause and suggestion, never as a stack trace. */
export class Failure extends Error {
  override readonly name: string = 'Failure'
  /** Stable, for machines: lower-case words with hyphens. */
  readonly code: string
  readonly path?: string
  readonly line?: number
  readonly suggestion?: string
  readonly exitCode: ExitCode

  constructor(code: string, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.path !== undefined) this.path = details.path
    if (details.line !== undefined) this.line = details.line
    if (details.suggestion !== undefined) this.suggestion = details.suggestion
    this.exitCode = details.exitCode ?? 2
  }
}
