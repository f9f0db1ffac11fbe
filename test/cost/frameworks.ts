/** Parts of the module that have a counterpart among the usual packages, as the program names them. */
export const PARTS = {
  log: 'observability/logging',
  metrics: 'observability/metrics',
  headers: 'security/headers',
  id: 'observability/correlation-id',
} as const

export type Part = keyof typeof PARTS

export interface Framework {
  readonly name: string
  readonly language: 'node' | 'rust'
  /** What the third variant has, beside the framework; the versions stand in its manifest. */
  readonly usual: string
}

/** Those of the usual packages are the newest of 2026-11-21, pinned in services/<framework>/usual. */
export const FRAMEWORKS: readonly Framework[] = [
  { name: 'express', language: 'node', usual: 'express-prom-bundle, pino-http, helmet' },
  { name: 'fastify', language: 'node', usual: 'fastify-metrics, its own logger, @fastify/helmet' },
  { name: 'axum', language: 'rust', usual: 'axum-prometheus, tower-http' },
  { name: 'actix', language: 'rust', usual: 'actix-web-prom, tracing-actix-web' },
]

/** Node of the images that the program writes. */
export const NODE = '24.21.0'

export interface Variant {
  readonly name: string
  /** Folder below services/<framework>. */
  readonly from: 'bare' | 'usual'
  /** Parts that the program is told to leave out; undefined where it is not run at all. */
  readonly without?: readonly Part[]
}

const parts = Object.keys(PARTS) as readonly Part[]

/** The three that are compared, then the module with one part less, or with none of them. */
export const VARIANTS: readonly Variant[] = [
  { name: 'bare', from: 'bare' },
  { name: 'module', from: 'bare', without: [] },
  { name: 'usual', from: 'usual' },
  ...parts.map((part): Variant => ({ name: `without ${part}`, from: 'bare', without: [part] })),
  { name: 'without all', from: 'bare', without: parts },
]
