import type { Found, SourcePackage } from '../ecosystems/model.ts'
import type { Binary, Fact, Project, Workload } from '../types.ts'
import type { Deployment } from './deployment.ts'
import type { Used } from './needs.ts'
import type { RustCode } from './rust-code.ts'
import type { ServerStart } from './rust-server.ts'

/** What is known of a program that is deployed. */
export interface Program {
  readonly code: RustCode
  readonly source: SourcePackage
  readonly binary: Binary
  readonly project: Project
  readonly packages: Found['packages']
  readonly start?: ServerStart
  /** Of a worker: where it answers for its metrics, and nothing else. */
  readonly observer?: ServerStart
  readonly workload: Fact<Workload>
  /** Where it is called, when another's code opens the socket: as the repository says that deploys it. */
  readonly published?: Fact<number>
  readonly used: readonly Used[]
  /** Places in the repository that run it. */
  readonly runs: readonly Deployment[]
}
