import { httpGaps, ownHttp } from '../telemetry/http.ts'
import { registeredMetrics } from '../telemetry/rust-registered.ts'
import { unmatchedOf } from '../telemetry/rust-unmatched.ts'
import { PROCESS_METRICS } from '../telemetry/series.ts'
import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'prometheus',
  ecosystem: 'rust',
  packages: ['prometheus', 'prometheus-static-metric'],
  read: code => {
    const own = registeredMetrics(code)
    const pinned = code.dependency('prometheus')
    if (!pinned || (!own.metrics.length && !own.gaps.length)) return undefined
    // The collector of the process belongs to the registry that everything is in unless it is told otherwise.
    const process = pinned.dependency.features?.includes('process') ? PROCESS_METRICS : []
    const all = [...own.metrics, ...process]
    const http = ownHttp(own.metrics, unmatchedOf(code, own.sources))
    return {
      certainty: http ? 'likely' : 'certain',
      evidence: [pinned.evidence],
      all,
      ...(http ? { http } : {}),
      gaps: [
        ...own.gaps,
        ...httpGaps(all, http, {
          unmatched: 'Record "unmatched" in place of the path where no route matched.',
        }),
        ...(process.length ? [] : [NO_PROCESS]),
      ],
    }
  },
}

const NO_PROCESS = {
  what: 'Nothing of the process is measured: no memory, no CPU, no file descriptors.',
  mend: 'Switch on the feature process of the crate prometheus.',
}
