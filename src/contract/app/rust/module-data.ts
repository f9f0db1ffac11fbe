import type { ModuleNeed } from '../types.ts'

/** A route of the module, and who answers. */
export interface Route {
  readonly feature: 'health' | 'metrics'
  readonly name: 'health' | 'ready' | 'metrics'
  readonly path: string
  readonly handler: string
}

/** What the templates of the module look at: which part is there, and what follows from several of them. */
export interface ModuleData {
  readonly metrics: boolean
  readonly logging: boolean
  readonly id: boolean
  readonly boundary: boolean
  readonly headers: boolean
  readonly limits: boolean
  readonly drain: boolean
  readonly configuration: boolean
  readonly needs: readonly ModuleNeed[]
  readonly required: readonly string[]
  readonly routes: readonly Route[]
  /** `/health` or `/ready` is among them. */
  readonly states: boolean
  /** `/metrics` is among them. */
  readonly scraped: boolean
  readonly ownPaths: readonly string[]
  /** Name of the function that sets the logger; empty: the service has one. */
  readonly logger: string
  /** Name of the function that serves; empty: the service's own call stays. */
  readonly serve: string
  /** Requests are counted or logged. */
  readonly seen: boolean
  /** What is logged in a request carries its id because it is in a span. */
  readonly span: boolean
  /** The line of a request has its id. */
  readonly loggedId: boolean
  /** The module makes responses that report an error. */
  readonly errors: boolean
  /** It may ask clients to close the connection. */
  readonly closes: boolean
  readonly guard: boolean
  /** Something is done with the response. */
  readonly after: boolean
  readonly changes: boolean
  readonly milliseconds: boolean
  /** A body that says that it is longer than the limit is refused before the service sees it. */
  readonly bodyLimit: boolean
  /** What `/ready` depends on. */
  readonly readyState: 'both' | 'drain' | 'needs' | 'always'
}
