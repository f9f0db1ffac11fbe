import type { ScriptCode } from '../source/script-code.ts'
import type { Script } from '../source/script.ts'
import type { RustSource } from '../source/rust.ts'
import type { AppModule, Dependency, Ecosystem, Evidence, Fact, HttpMetrics, Metric, MetricsGap } from '../types.ts'
import type { UNREADABLE } from '../telemetry/options.ts'
import type { View } from '../view.ts'

/** A library that exposes metrics, or the module that was added to the code: data of one file in this folder, with what reads its settings. */
export interface MetricsLibrary {
  /** As it stands in the fact. */
  readonly id: string
  readonly ecosystem: Ecosystem
  /** Dependencies that show it. Without any, `read` is always asked: it must then look at `code.module` alone. */
  readonly packages: readonly string[]
  /** Dependencies that hand it on to those who use them: `axum_prometheus::metrics_exporter_prometheus` */
  readonly handedOnBy?: readonly string[]
  /** Where several are used, the highest one tells how requests are counted and gives the fact its name. Default 1. */
  readonly rank?: number
  /** True where it adds to what another library exposes, and exposes nothing by itself. */
  readonly minor?: true
  /** Path that it answers at unless it is told otherwise, as its documentation says; none where a route of the code answers. */
  readonly path?: string
  /** @returns what is exposed as it is set; undefined where the code shows no use of it. Without it, only name and path are known. */
  readonly read?: (code: MetricsCode) => MetricsReading | undefined
}

/** What a library may look at. */
export interface MetricsCode {
  readonly view: View
  /** Shipped dependencies by name, with the manifest that each stands in. */
  readonly dependency: (name: string) => Pinned | undefined
  /** Node: the parsed files of the service whose text matches. */
  readonly scripts: (pattern: RegExp) => readonly Script[]
  readonly node?: ScriptCode
  /** Rust: the parsed files of the program, and of the crates of the repository below it, whose text matches. */
  readonly sources: (pattern: RegExp) => readonly RustSource[]
  /** Folder of the service. */
  readonly folder: string
  /** The module that was added to the code and is called there. */
  readonly module?: AppModule
}

export interface Pinned {
  readonly dependency: Dependency
  readonly evidence: Evidence
}

/** What one library exposes. The value of the fact is its id; certainty is that of the names in `http`. */
export interface MetricsReading extends Pick<Fact<string>, 'certainty' | 'evidence'> {
  readonly all: readonly Metric[]
  /** Left out where a name in it depends on what cannot be read: then a gap says so. */
  readonly http?: HttpMetrics
  readonly gaps: readonly MetricsGap[]
  /** Path that it answers at by itself, or as the code sets it; undefined where a route of the code answers. */
  readonly path?: string | typeof UNREADABLE
  /** Port of a listener of its own; undefined where the service's own answers. */
  readonly port?: number | typeof UNREADABLE
}
