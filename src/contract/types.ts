import type { Host, Project, Service } from '../detect/types.ts'
import type { Need } from './needs/types.ts'
import type { Places } from './places.ts'
import type { Targets } from './targets.ts'
import type { Telemetry } from './telemetry/types.ts'

/**
 * The only source of a name that appears in two places. Artifacts read names from here and make up none themselves.
 */
export interface Contract {
  readonly repository: RepositoryContract
  /** One for each place where a package manager is run, in the order of the facts. */
  readonly projects: readonly ProjectContract[]
  readonly services: readonly ServiceContract[]
  /** What the profile of the run asks for. */
  readonly targets: Targets
}

export interface RepositoryContract {
  /** As people write it. */
  readonly name: string
  readonly host?: Host
  /** Branch that releases and required checks belong to. */
  readonly defaultBranch: string
}

export interface ProjectContract {
  readonly project: Project
  /** Job and cache names: unique among the projects. */
  readonly id: string
  /** For people: `Rust` or `Node (apps/web)`. */
  readonly title: string
  /** Versions of the runtime that CI runs; the first one is the one that is shipped. */
  readonly runtimes: readonly string[]
  /** What a contributor and CI run in `project.path`, in this order. */
  readonly commands: readonly Command[]
}

export type Task = 'install' | 'format' | 'lint' | 'typecheck' | 'unused' | 'build' | 'test'

export interface Command {
  readonly task: Task
  /** One line for a POSIX shell, run in the project's folder. */
  readonly run: string
  /** The same check as a command that mends what it finds. */
  readonly fix?: string
  /** False when nothing shows that today's code passes it: CI then reports it without failing. */
  readonly enforced: boolean
  /** Why it is enforced, or what would show that it can be. */
  readonly reason: string
  /** Workflow of the user that runs it already. */
  readonly runIn?: string
}

export interface ServiceContract {
  readonly service: Service
  /** Unique DNS label of at most 53 characters: image, release and job name. */
  readonly id: string
  /** Path of the Dockerfile, and of the folder that it is built in. */
  readonly dockerfile: string
  readonly context: string
  /** Numeric user and group of the running container. */
  readonly user: string
  /** Port inside the container; undefined when none is known. */
  readonly port?: number
  /** Name of the image without tag: in the registry of the host where there is one, else `id`. */
  readonly image: string
  /** How the platform asks whether it lives, and whether it takes traffic. */
  readonly probes: Probes
  readonly needs: readonly Need[]
  readonly telemetry: Telemetry
  readonly drain: Drain
  readonly places: Places
}

export type Probe = { readonly kind: 'http'; readonly path: string } | { readonly kind: 'tcp' }

export interface Probes {
  /** Undefined when nothing can be asked: no port is known. */
  readonly liveness?: Probe
  readonly readiness?: Probe
}

/** What happens between SIGTERM and the end, in seconds. */
export interface Drain {
  /** It goes on serving, until load balancers know. */
  readonly delay: number
  /** Requests in flight may take this long from then on. */
  readonly timeout: number
  /** True when the service itself waits for `delay`; elsewhere the platform must. */
  readonly inService: boolean
}

/** A base image: exact tag, and the digest where one was resolved. */
export interface ImageRef {
  /** With registry where it is not Docker Hub: `gcr.io/distroless/cc-debian13`. */
  readonly name: string
  readonly tag: string
  /** `sha256:` and 64 hexadecimal digits, of the platform index. */
  readonly digest?: string
}
