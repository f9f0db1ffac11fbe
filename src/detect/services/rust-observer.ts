import { isMetrics, isProbe } from './endpoints.ts'
import type { RustSource } from '../source/rust.ts'
import type { RustCode } from './rust-code.ts'
import { rustRoutes } from './rust-routes.ts'
import type { ServerStart } from './rust-server.ts'
import { EVERY_ROUTE } from './routes.ts'

/** What is said of metrics in a file that answers for them. */
const METRICS = /["/](?:metrics|prometheus)["/]/

/** Text of a file that may answer for more than that. */
const MORE = /\b(?:post|put|patch|delete|route|resource|nest)\b/
const WRITES = /^(?:post|put|patch|delete)$/
const REGISTERS = /^(?:route|resource|nest)$/

/**
 * @returns true where all that a server answers are metrics and health checks: a program that opens no other does its work elsewhere.
 * @param files those that are compiled into the program
 */
export function onlyObserves(code: RustCode, files: readonly string[], { source, framework }: ServerStart): boolean {
  if ((framework?.workload ?? 'http') !== 'http' || !METRICS.test(code.view.text(source.path) ?? '')) return false
  if (code.matching(files, MORE).some(answersMore)) return false
  const near = rustRoutes(code, [source.path], EVERY_ROUTE).map(route => route.path)
  if (!near.some(isMetrics) || !near.every(isProbe)) return false
  return rustRoutes(code, files, EVERY_ROUTE).every(route => isProbe(route.path))
}

/** A route that changes something, or whose path is a name that stands for it: `web::post()`, `#[put("/x")]`, `route(JOBS, get(list))`. */
function answersMore({ tokens }: RustSource): boolean {
  return tokens.some(({ text, kind }, i) => {
    const [before, owner] = [tokens[i - 1]?.text, tokens[i - 2]?.text ?? '']
    if (kind !== 'word') return false
    if (WRITES.test(text)) return before === '[' || (before === '::' && /^(?:web|routing)$/.test(owner))
    const first = tokens[i + 1]?.text === '(' ? tokens[i + 2] : undefined
    return REGISTERS.test(text) && first?.kind === 'word' && first.text !== 'web'
  })
}
