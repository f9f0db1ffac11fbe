import { exposingPackages } from '../../services/metrics.ts'
import type { RustCode } from '../../services/rust-code.ts'
import { pathsIn, stringValue } from '../../source/rust.ts'
import type { Evidence, Fact, Service } from '../../types.ts'
import type { OwnPart } from '../types.ts'
import type { Bare } from './bare.ts'
import type { Logging } from './logger.ts'
import { FILE } from './names.ts'

interface Sign {
  readonly feature: OwnPart['feature']
  /** Of a path as it is imported, or its last part. */
  readonly path?: RegExp
  readonly text?: RegExp
  readonly rule: string
}

const SIGNS: readonly Sign[] = [
  {
    feature: 'metrics',
    path: new RegExp(`^(?:${exposingPackages('rust').join('|').replaceAll('-', '_')})::`),
    rule: 'exports metrics',
  },
  {
    feature: 'request-id',
    path: /(^|::)(SetRequestIdLayer|PropagateRequestIdLayer|TracingLogger|RequestIdentifier)(::|$)/,
    text: /^x-(request|correlation)-id$/i,
    rule: 'identifies requests',
  },
  {
    feature: 'headers',
    path: /(^|::)(STRICT_TRANSPORT_SECURITY|X_CONTENT_TYPE_OPTIONS)$|^axum_helmet::/,
    text: /^(strict-transport-security|x-content-type-options)$/i,
    rule: 'security header',
  },
  { feature: 'error-boundary', path: /(^|::)CatchPanicLayer(::|$)/, rule: 'catches panics' },
  { feature: 'limits', path: /^tower_http::timeout::|(^|::)TimeoutLayer(::|$)/, rule: 'limits the time of a request' },
]

/** @returns what the code does already that the module would */
export function ownParts(code: RustCode, bares: readonly Bare[], logging: Logging): readonly OwnPart[] {
  const found = SIGNS.flatMap(({ feature, path, text, rule }): readonly OwnPart[] => {
    for (const { source } of bares) {
      const use = path && pathsIn(source).find(p => path.test(p.full) && !isImport(source.tokens, p.start))
      const line =
        use?.line ?? (text && source.tokens.find(t => t.kind === 'string' && text.test(stringValue(t)))?.line)
      if (line !== undefined) return [{ feature, evidence: [code.view.evidence(source.path, line, rule)] }]
    }
    return []
  })
  const at = logging.json ? logging.place : undefined
  const line = at?.bare.source.tokens[at.index]?.line
  return at
    ? [...found, { feature: 'logging', evidence: [code.view.evidence(at.bare.path, line, 'writes JSON')] }]
    : found
}

function isImport(tokens: readonly { readonly text: string }[], at: number): boolean {
  for (let i = at - 1; i >= 0 && at - i < 40; i--) {
    if (tokens[i]?.text === 'use') return true
    if (/^[;}]$/.test(tokens[i]?.text ?? '')) return false
  }
  return false
}

/** @returns where the code reacts to SIGTERM itself */
export function stopsItself(code: RustCode, bares: readonly Bare[]): OwnPart | undefined {
  for (const { source } of bares) {
    const use = pathsIn(source).find(p => /(^|::)SignalKind::terminate$/.test(p.full) || /(^|::)SIGTERM$/.test(p.full))
    if (use) return { feature: 'drain', evidence: [code.view.evidence(source.path, use.line, 'handles SIGTERM')] }
  }
  return undefined
}

type Endpoints = Pick<Service, 'healthPaths' | 'metricsPath'>

/** @returns the routes for probes that the service has without the module */
export function ownPaths({ healthPaths, metricsPath }: Endpoints): readonly OwnPart[] {
  const part = (feature: OwnPart['feature'], fact: Fact<string> | undefined): readonly OwnPart[] => {
    const evidence = fact && routeOf(fact)
    return fact && evidence ? [{ feature, evidence: [evidence], path: fact.value }] : []
  }
  const ready = (fact: Fact<string>): boolean => /ready/i.test(fact.value)
  return [
    ...part(
      'liveness',
      healthPaths.find(fact => !ready(fact) && routeOf(fact)),
    ),
    ...part(
      'readiness',
      healthPaths.find(fact => ready(fact) && routeOf(fact)),
    ),
    ...part('metrics-path', metricsPath),
  ]
}

/** @returns where a route stands in the code of the service */
export function routeOf(fact: Fact<string>): Evidence | undefined {
  return fact.evidence.find(({ rule, path }) => rule === 'route' && !FILE.test(path))
}
