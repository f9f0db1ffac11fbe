import type { PanelRef } from '../dashboards.ts'

/** Alerts as data: rules, their promtool tests, routes and runbooks are all made from these. */

export type Severity = 'critical' | 'warning' | 'none'

/** What a text may name: in a rule these are Prometheus templates, in the expectation of a test what they stand for. */
export interface Say {
  /** The value of the expression. */
  readonly value: string
  readonly label: (name: string) => string
}

/** How a value is written for people. */
export type Unit = 'percent' | 'duration' | 'number' | 'bytes'

export interface Alert {
  /** PascalCase, unique within its subject. */
  readonly name: string
  readonly severity: Severity
  readonly unit: Unit
  readonly summary: (say: Say) => string
  readonly description: (say: Say, rule: AlertRule) => string
  /** Rules of this name; more than one where windows differ. */
  readonly rules: readonly AlertRule[]
  readonly scenarios: readonly Scenario[]
  readonly runbook: Runbook
  /** The panel that shows it; undefined where none does. */
  readonly panel?: PanelRef
}

export interface AlertRule {
  readonly expr: string
  /** Minutes that the expression must hold; 0: at once. */
  readonly minutes: number
  /** Beside severity and service. */
  readonly labels: Readonly<Record<string, string>>
  /** The limit, as the description says it. */
  readonly limit: string
}

export type Pace = 'minute' | 'ten minutes'

/** Times series, and what fires on them. */
export interface Scenario {
  readonly title: string
  readonly series: readonly Samples[]
  /** Minutes after the first sample. */
  readonly at: number
  /** Rules are evaluated each minute, or, where windows are days long, every ten: that is a tenth of the work. */
  readonly pace: Pace
  readonly firing: readonly Firing[]
}

export interface Samples {
  /** Selector with all labels. */
  readonly series: string
  /** In promtool's notation, one sample a minute: `0+5x60`. */
  readonly values: string
}

export interface Firing {
  /** Index in `rules`. */
  readonly rule: number
  /** Labels of the result of the expression. */
  readonly labels: Readonly<Record<string, string>>
  /** Its value as people read it. */
  readonly value: string
}

/** What a person on call reads. */
export interface Runbook {
  readonly meaning: string
  readonly impact: string
  /** What to look at, in order. */
  readonly diagnosis: readonly Query[]
  readonly mitigation: readonly string[]
}

export interface Query {
  readonly why: string
  readonly expr: string
}

export interface Recording {
  readonly name: string
  readonly expr: string
}

/** A group of rules that is about one thing: a service, or something that services need. */
export interface Subject {
  /** DNS label: name of the files, and value of the label `service`. */
  readonly id: string
  /** For people. */
  readonly title: string
  readonly recordings: readonly Recording[]
  readonly alerts: readonly Alert[]
  readonly places: SubjectPlaces
}

export interface SubjectPlaces {
  readonly rules: string
  readonly ruleTests: Readonly<Record<Pace, string>>
  readonly runbooks: string
}
