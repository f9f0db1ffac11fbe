/** A row of the catalogue: something that must be true of a repository that is ready for production. */
export interface Capability {
  readonly id: string
  readonly severity: 'critical' | 'high' | 'medium' | 'low'
  /** By hand: S under half a day, M days, L weeks. */
  readonly effort: 'S' | 'M' | 'L'
  /** The stacks it applies to. */
  readonly when: string
  readonly deliver: string
  /** Under an hour by hand. */
  readonly quick?: boolean
  readonly done: string
}
