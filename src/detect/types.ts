import type { Evidence, Fact } from './evidence.ts'
import type { AppSite, OwnPart } from './app/types.ts'
import type { AppModule, MetricsFact, RouteFact, VariableFact } from './surface.ts'

export type * from './evidence.ts'
export type * from './surface.ts'

/**
 * What is known about a repository.
 *
 *   Workspace ─► ecosystems (projects, packages) ─► frameworks (services) ─► Facts
 *
 * A value that is not known is `undefined`, never an empty or made-up one: whoever reads it must say what happens then.
 */

export type Ecosystem = 'rust' | 'node'
export type PackageManager = 'cargo' | 'npm' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun'
export type Workload = 'http' | 'grpc' | 'tcp' | 'worker' | 'cron' | 'static' | 'serverless'

/** A place where a package manager is run: the root of a workspace, or a package that belongs to none. */
export interface Project {
  /** Folder of the root manifest. */
  readonly path: string
  readonly ecosystem: Ecosystem
  readonly manager: Fact<PackageManager>
  /** Exact version, from `packageManager`, `engines`, a tool-version file or the lock file's format. */
  readonly managerVersion?: Fact<string>
  /** What the runtime or toolchain must be: a version or range as written (`22`, `>=20`, `1.90`, `stable`). */
  readonly runtime?: Fact<string>
  /** Rust: `package.rust-version` of the workspace. */
  readonly minimumRuntime?: Fact<string>
  /** Path of the lock file. */
  readonly lockfile?: Fact<string>
  /** True when there are members beside the root. */
  readonly workspace: boolean
  /** The root's own package first, then members by path. */
  readonly packages: readonly Package[]
}

/** A manifest: package.json or Cargo.toml with `[package]`. */
export interface Package {
  readonly path: string
  readonly manifest: string
  readonly name?: Fact<string>
  readonly version?: Fact<string>
  readonly description?: Fact<string>
  /** SPDX expression as the manifest declares it. */
  readonly license?: Fact<string>
  readonly private: boolean
  /** package.json scripts; for Rust, nothing. */
  readonly scripts: Readonly<Record<string, Fact<string>>>
  /** Names of dependencies with the wanted version; `dev` for those that are not shipped. */
  readonly dependencies: readonly Dependency[]
  /** Rust: binaries, with the source file. Node: `bin`. */
  readonly binaries: readonly Binary[]
  /** What the package is for somebody who does not run it as a service. */
  readonly hasLibrary: boolean
  readonly typescript: boolean
  /** Node: `"type": "module"`. */
  readonly esm: boolean
}

export interface Dependency {
  readonly name: string
  /** Rust: what the package calls it, where that is another name. */
  readonly alias?: string
  /** As written; undefined for a path or workspace dependency. */
  readonly range?: string
  /** As the lock file says, where it does. */
  readonly locked?: string
  readonly kind: 'normal' | 'dev' | 'build' | 'optional' | 'peer'
  /** Rust: enabled features. */
  readonly features?: readonly string[]
  readonly line?: number
  /** The manifest it stands in, where that is not the package's own. */
  readonly manifest?: string
}

export interface Binary {
  readonly name: string
  /** Source file, relative to the repository, where it is known. */
  readonly source?: string
  /** Rust features without which it is not built. */
  readonly requiredFeatures?: readonly string[]
}

/** How a front end is built and served. */
export interface StaticSite {
  /** Folder of the build's output, relative to the package. */
  readonly output: Fact<string>
  /** True when every unknown path must answer with index.html. */
  readonly spaFallback: boolean
}

/** Something that is deployed: written in Rust or Node. */
export interface Service {
  /** Folder of its manifest. */
  readonly path: string
  /** Folder of the project that builds it. */
  readonly project: string
  readonly name: Fact<string>
  readonly ecosystem: Ecosystem
  readonly workload: Fact<Workload>
  /** Of the framework, with its major version: `express 5`. */
  readonly framework?: Fact<string>
  readonly packageManager: Fact<PackageManager>
  readonly languageVersion?: Fact<string>
  /** Rust: the binary's name. */
  readonly binary?: Fact<string>
  /** Source file where it starts, relative to `path`. */
  readonly entry?: Fact<string>
  /** Node: packages that it loads when it starts, though only `devDependencies` names them; undefined where a bundler may have taken them in. */
  readonly developmentImports?: readonly Fact<string>[] | undefined
  /** Node: variables that, set to anything, leave out the check of all others in a build; undefined where it loads nothing of the service. */
  readonly checkSwitches?: readonly Fact<string>[] | undefined
  /** Names of scripts in package.json. */
  readonly buildScript?: Fact<string>
  readonly startScript?: Fact<string>
  /** What runs in production, without a package manager, from `path`: `['node', 'dist/main.js']`. */
  readonly startCommand?: Fact<readonly string[]>
  /** Folder of the compiler's or bundler's output, relative to `path`. */
  readonly outputDir?: Fact<string>
  /** A server that carries its own node_modules: the folder and the file to start, relative to `path` (Next standalone, Nitro …). */
  readonly standalone?: Fact<Standalone>
  readonly site?: StaticSite
  readonly port?: Fact<number>
  /** The variable that overrides the port. */
  readonly portVariable?: Fact<string>
  /** The variable that overrides the address it listens on, and whether it listens on the loopback address without it. */
  readonly host?: Fact<HostBinding>
  readonly extraPorts?: readonly Fact<number>[]
  readonly databases: readonly NeedFact[]
  readonly cache: readonly NeedFact[]
  readonly queues: readonly NeedFact[]
  readonly orm: readonly Fact<string>[]
  readonly migrations?: Fact<string>
  readonly healthPaths: readonly Fact<string>[]
  readonly metricsPath?: Fact<string>
  readonly metricsLibrary?: Fact<string>
  readonly metrics?: MetricsFact
  readonly routes: readonly RouteFact[]
  readonly variables: readonly VariableFact[]
  readonly appModule?: AppModule | undefined
  /** Where such a module goes; undefined where none is known for the framework. */
  readonly appSite?: AppSite | undefined
  /** What the code does already that such a module would. */
  readonly ownParts?: readonly OwnPart[]
  readonly logging?: Fact<string>
  /** Debian packages that the build needs (`pkg-config`, `libssl-dev`), with the dependency that asks for them. */
  readonly buildPackages: readonly Fact<string>[]
  /** Debian packages that the running program links against. */
  readonly runtimePackages: readonly Fact<string>[]
  /** Files or folders beside the program that it reads when it runs (migrations, templates, static), relative to `path`. */
  readonly runtimeFiles: readonly Fact<string>[]
  /** Folders that it writes files into (uploads, logs), relative to `path`; `.` for that one itself. Not looked for in Rust. */
  readonly writtenFolders?: readonly Fact<string>[]
  /** Front ends whose build output this service serves, by path. */
  readonly embeds: readonly Fact<string>[]
}

export interface Standalone {
  /** Folder that is copied into the image. */
  readonly dir: string
  /** File that is started, relative to `dir`. */
  readonly entry: string
  /** Folders that are copied beside it: from (relative to the package) -> to (relative to `dir`). */
  readonly assets: readonly { readonly from: string; readonly to: string }[]
}

export interface HostBinding {
  readonly loopbackOnly: boolean
  readonly variable?: string
}

/** A database, cache or queue that the service talks to. `optional` when it runs without. */
export interface NeedFact extends Fact<string> {
  readonly optional: boolean
}

/** A Node front end; `servedBy` names the service that ships it, when one does. */
export interface Frontend {
  readonly path: string
  readonly project: string
  readonly name: Fact<string>
  readonly framework?: Fact<string>
  readonly buildScript?: Fact<string>
  readonly site?: StaticSite
  readonly servedBy?: Fact<string>
}

/** Looks like a service and is not. */
export interface NonService {
  readonly path: string
  readonly name?: string
  readonly reason: string
  readonly evidence: readonly Evidence[]
}

export interface Unsupported {
  readonly path: string
  readonly language: string
  readonly evidence: readonly Evidence[]
}

/** Kinds of artifacts that may already be there, under any usual name and place. */
export type ExistingKind =
  | 'license'
  | 'readme'
  | 'changelog'
  | 'contributing'
  | 'code-of-conduct'
  | 'codeowners'
  | 'pr-template'
  | 'issue-template'
  | 'security-policy'
  | 'support'
  | 'governance'
  | 'dockerfile'
  | 'dockerignore'
  | 'compose'
  | 'kubernetes'
  | 'helm'
  | 'kustomize'
  | 'terraform'
  | 'workflow'
  | 'ci'
  | 'dependency-updates'
  | 'secrets-scan'
  | 'dependency-audit'
  | 'env-example'
  | 'editorconfig'
  | 'toolchain'
  | 'lint-config'
  | 'format-config'
  | 'pre-commit'
  | 'task-runner'
  | 'hosting'
  | 'devcontainer'
  | 'agents'

export interface Existing {
  readonly path: string
  readonly kind: ExistingKind
  readonly evidence: readonly Evidence[]
}

export interface Host {
  readonly kind: 'github' | 'gitlab' | 'bitbucket' | 'gitea' | 'other'
  readonly domain: string
  readonly owner: string
  readonly name: string
  /** Web address of the repository, without `.git` and credentials. */
  readonly url: string
}

export interface Repository {
  readonly name: Fact<string>
  /** SPDX expression of the licence text; of the manifest where there is no text. */
  readonly license?: Fact<string>
  readonly host?: Fact<Host>
  readonly defaultBranch?: Fact<string>
  readonly existing: readonly Existing[]
  readonly history: HistoryFacts
}

export interface HistoryFacts {
  readonly state: 'none' | 'empty' | 'present'
  readonly shallow: boolean
  /** Year of the first commit; undefined where it cannot be known. */
  readonly firstYear?: Fact<number>
  /** The person most commits are by, when one person wrote more than half of the newest thousand. */
  readonly mainAuthor?: Fact<string>
}

/** A shell line that a CI configuration runs. */
export interface CiRun {
  readonly line: string
  /** The workflow it stands in. */
  readonly path: string
}

export interface Facts {
  readonly repository: Repository
  /** What CI configurations in the repository run, in the order of their files. */
  readonly ciRuns: readonly CiRun[]
  readonly projects: readonly Project[]
  readonly services: readonly Service[]
  readonly frontends: readonly Frontend[]
  readonly nonServices: readonly NonService[]
  readonly unsupported: readonly Unsupported[]
  /** Sources that disagree, and files that could not be read. */
  readonly problems: readonly FactProblem[]
}

export interface FactProblem {
  readonly path: string
  readonly line?: number
  readonly message: string
  readonly suggestion?: string
}
