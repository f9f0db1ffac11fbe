import type { ScriptCode } from './source/script-code.ts'
import type { Ecosystem, Evidence, NeedFact, Workload } from './types.ts'
import type { View } from './view.ts'

/** A web or RPC framework: data of one file in frameworks/. */
export interface Framework {
  /** As it stands in the fact, in front of the major version. */
  readonly id: string
  readonly ecosystem: Ecosystem
  /** Dependencies that show it; the first one that is there carries the version. */
  readonly packages: readonly string[]
  /** Wins over the frameworks with a lower rank: what is built on others stands above them. Default 1. */
  readonly rank?: number
  /** Default http. */
  readonly workload?: Workload
  /** Rust: paths of functions, or attributes (`#[launch]`), that start a server. Without one of them in the code, the dependency proves nothing. */
  readonly starts?: readonly string[]
  /** Rust: functions that make an application, which a crate from elsewhere may serve. */
  readonly applications?: readonly string[]
  /** Rust: the platform loads the library of a package and calls it: there is no program. */
  readonly hosted?: true
  /** Node: functions and methods that start a server, by the modules that they, their object or its class come from. */
  readonly opens?: { readonly modules: readonly string[]; readonly calls: readonly string[] }
  /** Node: programs of the package that start a server in a script (`next start`, `nest start`). */
  readonly commands?: readonly string[]
  /** Node: usual names of the file that it starts with, without extension. */
  readonly entries?: readonly string[]
  /** Port when neither the code nor the configuration names one. */
  readonly port?: number
  /** Variable that the framework itself reads the port from. */
  readonly portVariable?: string
  /** Variable that the framework itself reads the address from. */
  readonly hostVariable?: string
  /** True when it listens on the loopback address unless it is told otherwise. */
  readonly loopback?: boolean
  /** Logger that is part of it. */
  readonly logging?: string
  /** Node: options of its own that switch this logger on, where it is silent without them. */
  readonly loggingOptions?: readonly string[]
  /** Rust: what is mounted under `/a` and answers at `/` answers at `/a/` alone, where others drop the slash. */
  readonly keepsSlash?: true
  /** Paths that it answers without a line of code. */
  readonly healthPaths?: readonly string[]
  /** What a program is that makes no HTTP server with it, by the files that the program reaches. */
  readonly standalone?: (code: ScriptCode, files: readonly string[]) => Standalone | undefined
  /** Node: decorators name every route; what else they and the packages beside it say of a program. */
  readonly decorated?: Decorated
  /** The broker that its own settings, in the folder of the service, choose for background work. */
  readonly queue?: (view: View, folder: string) => NeedFact | undefined
  /** Node: a front end that is built into static files; `output` is the folder unless the configuration says otherwise. */
  readonly site?: { readonly output: string; readonly spaFallback: boolean }
  /** Node: a library for user interfaces; a page is made of it only where there is a bundler and an index.html. */
  readonly library?: boolean
  /** Node: a server that is built; the folder, and what starts it relative to the package. */
  readonly server?: {
    readonly output: string
    readonly start?: readonly string[]
    /** Its build loads the code of all pages, to learn what they export: what this code insists on, the build does. */
    readonly loadsPages?: boolean
  }
}

/** How a program is known that takes messages, and answers for its health only. */
export interface Decorated {
  /** Decorators of methods that a message or the time calls. */
  readonly handlers: readonly string[]
  /** Packages that answer clients without a route that a decorator names. */
  readonly answering: RegExp
}

/** A program that has a framework and makes no HTTP server with it. */
export interface Standalone {
  /** `command` ends when its work is done, `worker` takes messages or keeps a schedule, `socket` listens. */
  readonly kind: 'command' | 'worker' | 'socket'
  readonly evidence: Evidence
}

/** What a dependency tells of the service that has it: data of one file in dependencies/. */
export interface DependencyTrait {
  /** Names in Cargo.toml and package.json. */
  readonly cargo?: readonly string[]
  readonly npm?: readonly string[]
  readonly database?: string
  readonly cache?: string
  readonly queue?: string
  /** An ORM, query builder or driver: its name, or true for that of the dependency. */
  readonly orm?: string | true
  readonly logging?: string
  /** Node: the path that it answers with how the program is, unless its options say otherwise. */
  readonly health?: string
  /** True for a logger that only stands for the service's logging when there is no other; `silent` writes nothing unless somebody asks for it, `requests` nothing but requests. */
  readonly minor?: true | 'silent' | 'requests'
  /** Rust: a function of the crate makes its logger the one of the process. */
  readonly setsLogger?: true
  /** Rust: what a feature of the crate adds. */
  readonly features?: Readonly<Record<string, FeatureTrait>>
  /** True when services run without it as a rule (a search index, an analytics store). */
  readonly optional?: boolean
  /** Rust: crates that stand in a lock file whether they are compiled or not, with the database that they are compiled for. */
  readonly alwaysLocked?: Readonly<Record<string, string>>
  /** Rust: crates anywhere below the program that make the Debian packages necessary … */
  readonly crates?: readonly string[]
  /** … unless they depend on this one, which compiles the library in. */
  readonly vendoredBy?: string
  /** Debian packages that the build needs, and those that the running program links against (names of Debian 13). */
  readonly buildPackages?: readonly string[]
  readonly runtimePackages?: readonly string[]
}

export interface FeatureTrait {
  readonly databases?: readonly string[]
  readonly cache?: string
  readonly queue?: string
  readonly optional?: boolean
}
