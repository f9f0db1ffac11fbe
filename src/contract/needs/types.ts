import type { Metric } from '../../detect/types.ts'
import type { Json } from '../../edit/types.ts'
import type { Alert } from '../alerting/types.ts'
import type { Section } from '../dashboards/model.ts'
import type { ImageRef } from '../types.ts'

/** Something that services talk to, as data of one folder here: all that a local stack, rules, dashboards and runbooks say of it. */
export interface NeedKind {
  /** As the facts call it. A DNS label: host name, subject of its alerts, and name of its dashboard. */
  readonly kind: string
  /** For people. */
  readonly title: string
  readonly port: number
  /** Names of variables that carry its URL. */
  readonly variable: RegExp
  readonly container: NeedContainer
  readonly exporter: ExporterKind
  /** Names of the panels and rows of its dashboard. Ids come from the place here: new names go to the end, and none is taken away. */
  readonly panels: readonly string[]
  readonly sections: () => readonly Section[]
  readonly alerts: (need: Need) => readonly Alert[]
}

/** Where a need is reached. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** How it runs in the local stack. */
export interface NeedContainer {
  readonly image: ImageRef
  readonly about: readonly string[]
  /** @returns what a service is told, as compose reads it */
  readonly url: (at: Address) => string
  /** Variable with its password, which is nowhere in the repository: whoever starts the stack says it. */
  readonly password?: string
  readonly user: string
  readonly environment?: Readonly<Record<string, Json>>
  readonly command?: readonly string[]
  /** Program and arguments that tell whether it is healthy. */
  readonly health: readonly string[]
  /** What has to outlive the container. */
  readonly volume?: { readonly name: string; readonly folder: string }
  readonly tmpfs: readonly string[]
  readonly sharedMemory?: string
  readonly cpus: string
  readonly memory: string
}

/** What exposes its metrics to Prometheus. */
export interface ExporterKind {
  readonly image: ImageRef
  readonly port: number
  /** Those that rules and dashboards ask for. */
  readonly metrics: readonly Metric[]
  /** @returns how it is told where the need is */
  readonly environment: (at: Address) => Readonly<Record<string, Json>>
}

/** A need of a service. */
export interface Need extends Address {
  readonly kind: string
  readonly definition: NeedKind
  /** True when the service runs without it. */
  readonly optional: boolean
  /** Variable of the service that carries its URL; undefined when the code does not show one. */
  readonly variable?: string
  readonly exporter: Exporter
}

export interface Exporter {
  /** Name of its scrape job, and its host name. */
  readonly job: string
  readonly port: number
  readonly metrics: readonly Metric[]
}
