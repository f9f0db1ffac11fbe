import { httpGaps, ownHttp } from '../telemetry/http.ts'
import { collectedDefaults, declaredMetrics, unmatchedIn } from '../telemetry/node-own.ts'
import type { MetricsLibrary } from './types.ts'

const MODULE = /^prom-client$/

export const detector: MetricsLibrary = {
  id: 'prom-client',
  ecosystem: 'node',
  packages: ['prom-client'],
  read: code => {
    const own = declaredMetrics(code, MODULE)
    const defaults = collectedDefaults(code, MODULE)
    const all = [...own.metrics, ...defaults.metrics]
    const evidence = code.dependency('prom-client')?.evidence
    if (!evidence || (!all.length && !own.gaps.length && !defaults.gaps.length)) return undefined
    const http = ownHttp(own.metrics, unmatchedIn(own.scripts))
    return {
      certainty: http ? 'likely' : 'certain',
      evidence: [evidence],
      all,
      ...(http ? { http } : {}),
      gaps: [
        ...own.gaps,
        ...defaults.gaps,
        ...httpGaps(all, http, { unmatched: "Record req.route?.path ?? 'unmatched' in place of the path." }),
      ],
    }
  },
}
