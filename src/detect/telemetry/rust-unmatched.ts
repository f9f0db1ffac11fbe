import type { RustSource } from '../source/rust.ts'
import type { HttpMetrics } from '../types.ts'

/** @returns what code that records requests itself has in the label of the route where none matched, as far as its file shows */
export function unmatchedOf(sources: readonly RustSource[]): HttpMetrics['unmatched'] {
  for (const { tokens } of sources) {
    const words = tokens.map(token => token.text)
    const matched = words.some(word => /^(?:MatchedPath|match_pattern|match_name|matched_path)$/.test(word))
    const path = words.some((word, i) => word === 'uri' && words.slice(i, i + 6).includes('path'))
    const isLayer = words.includes('route_layer')
    if (matched && path) return 'raw path'
    if (path && !matched) return 'raw path'
    if (matched && isLayer) return 'not recorded'
  }
  return 'unknown'
}
