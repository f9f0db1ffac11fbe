import type { Section } from '../../../src/contract/dashboards/model.ts'

/** A variable whose values Prometheus tells. */
export interface Variable {
  readonly name: string
  readonly label: string
  readonly query: string
  /** The only value at first; without it, all. */
  readonly value?: string
}

export interface Link {
  readonly title: string
  readonly url: string
  /** True for a board of the same variables. */
  readonly sameVariables: boolean
}

/** A dashboard before it is laid out. */
export interface Board {
  /** Name of its file. */
  readonly dashboard: string
  /** Names of its panels and rows, in the order that their ids come from. */
  readonly names: readonly string[]
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly variables: readonly Variable[]
  readonly links: readonly Link[]
  /** Query whose values are the times, in milliseconds, at which processes started. */
  readonly starts?: string
  readonly sections: readonly Section[]
  /** What is shown when the board opens. */
  readonly since: string
  readonly refresh: string
}
