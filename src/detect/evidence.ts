export type Certainty = 'certain' | 'likely' | 'guess'

export interface Evidence {
  /** Repository-relative path of the file that shows it. */
  readonly path: string
  /** 1-based. */
  readonly line?: number
  /** The line, verbatim, trimmed. */
  readonly snippet?: string
  /** Short name of the rule that drew the conclusion, such as `package.json packageManager`. */
  readonly rule: string
}

export interface Fact<T> {
  readonly value: T
  readonly certainty: Certainty
  readonly evidence: readonly Evidence[]
}
