import type { MetricsCode } from '../metrics/types.ts'
import type { RustSource } from '../source/rust.ts'
import type { HttpMetrics } from '../types.ts'

const REQUEST = /^(?:MatchedPath|HttpRequest|Request|ServiceRequest|Next)$/

/** @returns what code that records requests itself has in the label of the route where none matched, as far as its files show */
export function unmatchedOf(code: MetricsCode, recording: readonly RustSource[]): HttpMetrics['unmatched'] {
  for (const { tokens, functions } of recording) {
    const words = tokens.map(token => token.text)
    if (!words.some(word => REQUEST.test(word))) continue
    const isMatched = words.some(word => /^(?:MatchedPath|match_pattern|match_name|matched_path)$/.test(word))
    const isPath = words.some((word, i) => word === 'uri' && words.slice(i, i + 6).includes('path'))
    if (isMatched && isAroundRoutes(code, new Set(functions.map(f => f.name)))) return 'not recorded'
    if (isPath) return 'raw path'
  }
  return 'unknown'
}

/** `route_layer(from_fn(track))` is only asked where a route matched. */
function isAroundRoutes(code: MetricsCode, recorders: ReadonlySet<string>): boolean {
  return code.sources(/\broute_layer\b/).some(({ tokens }) =>
    tokens.some((token, i) => {
      const close = tokens[i + 1]?.partner ?? -1
      return token.text === 'route_layer' && tokens.slice(i, close).some(inner => recorders.has(inner.text))
    }),
  )
}
