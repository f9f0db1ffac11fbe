import type { ServiceContract } from '../../../src/contract/types.ts'
import type { Table } from '../tables.ts'
import type { Problem, World } from '../types.ts'
import type { Chart, KubernetesObject } from './charts.ts'

/** What a chart makes with some values. */
export interface Release {
  readonly world: World
  readonly service: ServiceContract
  readonly chart: Chart
  readonly values: Table
  readonly objects: readonly KubernetesObject[]
}

export type ReleaseCheck = (release: Release) => readonly Problem[]
