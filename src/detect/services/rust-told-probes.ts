import { argumentRanges } from '../source/rust.ts'
import { isProbe } from './endpoints.ts'
import type { RustCode } from './rust-code.ts'
import { placedRoutes, rustRoutes } from './rust-routes.ts'
import { REGISTERS, routesIn, type Found } from './rust-route-calls.ts'
import { EVERY_ROUTE, type Route } from './routes.ts'

/** Text of a file that mounts routes under the path of a probe: `nest("/health", …)`. What it means is parsed. */
const BELOW =
  /\b(?:nest\w*|scope|mount|prefix|with_path|path_prefix)\s*\(\s*"[^"\s]*(?:health|metrics|prometheus|status|ping|alive|ready|live|heartbeat)\w*\/?"/i

/**
 * @param keepsSlash whether the framework has a slash at the end of the path of what answers at the root of a router that is mounted
 * @returns routes for probes that only what they are mounted under tells: `nest("/health", router())`, where the router answers at its own root.
 * To look at every route takes time, so it is done only where something is mounted so.
 */
export function mountedProbes(code: RustCode, files: readonly string[], keepsSlash = false): readonly Route[] {
  if (!files.some(file => BELOW.test(code.view.text(file) ?? ''))) return []
  return ['', '/'].flatMap(own =>
    rustRoutes(code, files, { every: true, wanted: path => path === own })
      .filter(route => isProbe(route.path) && isRead(route))
      .map(route => (keepsSlash ? { ...route, path: `${route.path}${own}` } : route)),
  )
}

function isRead({ method }: Pick<Route, 'method'>): boolean {
  return /^(?:GET|HEAD|ANY)$/.test(method)
}

const NAME = String.raw`(?:get_)?(?:health(?:z|_?check(?:er)?)|liveness|readiness)(?:_(?:handler|route|endpoint|probe))?`
/** Name of a function that answers whether a service is well. */
const CHECKS = new RegExp(`^${NAME}$`)
const CHECKED = new RegExp(String.raw`\b${NAME}\b`)

/** @returns the routes whose path may say nothing while the function that answers there does: `route("/", get(health_check))` */
export function namedChecks(code: RustCode, files: readonly string[]): readonly Route[] {
  const sources = code.matching(files, CHECKED).filter(({ path }) => REGISTERS.test(code.view.text(path) ?? ''))
  const found = sources.flatMap(source => routesIn(source, EVERY_ROUTE).filter(isNamedCheck))
  return placedRoutes(code, files, found, EVERY_ROUTE).filter(isRead)
}

/** The function stands behind the attribute, or as all that the last call of the second argument is given: `web::get().to(health::check)` */
function isNamedCheck({ source: { tokens }, index, handler }: Found): boolean {
  if (handler !== undefined) return CHECKS.test(handler)
  const [, second] = tokens[index - 1]?.text === '(' ? argumentRanges(tokens, index - 1) : []
  if (!second) return false
  return tokens
    .slice(...second)
    .some((token, i, all) => token.kind === 'word' && CHECKS.test(token.text) && all[i + 1]?.text === ')')
}
