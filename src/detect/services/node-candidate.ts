import type { Framework } from '../catalogue.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { Evaluator } from '../source/script-values.ts'
import type { Fact, Project, Standalone, StaticSite, Workload } from '../types.ts'
import type { View } from '../view.ts'
import type { Deployments } from './deployment.ts'
import type { Entry } from './node-entry.ts'
import type { Listener } from './node-port.ts'

/** All that is known of a package while it is looked at. */
export interface Candidate {
  readonly view: View
  readonly code: ScriptCode
  readonly evaluator: Evaluator
  readonly source: SourcePackage
  readonly project: Project
  readonly packages: Found['packages']
  readonly deployments: Deployments
}

/** How the result of a framework that renders on a server is deployed. */
export interface Rendered {
  readonly workload: Workload
  readonly site?: StaticSite
  readonly outputDir?: Fact<string>
  readonly standalone?: Fact<Standalone>
}

/** What was found out about a service. */
export interface Part {
  readonly workload: Fact<Workload>
  readonly framework?: Framework
  readonly entry?: Entry
  /** Files that are reached from the entry. */
  readonly files?: readonly string[]
  readonly listeners: readonly Listener[]
  readonly script?: Fact<string>
  readonly rendered?: Rendered
  readonly port?: Fact<number>
}
