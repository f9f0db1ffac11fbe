import type { RustSource } from '../source/rust.ts'
import { PROBE_LITERAL } from './endpoints.ts'
import type { RustCode } from './rust-code.ts'
import { Mounts } from './rust-mounts.ts'
import { textIn } from './rust-prefix.ts'
import { REGISTERS, routeNames, routesIn, type Found } from './rust-route-calls.ts'
import { typedRoutes } from './rust-typed-routes.ts'
import { cleanPath, type Route, type RouteScope } from './routes.ts'

const MOUNTS =
  /\.\s*(?:nest\w*|merge|mount|configure|service|register|push|extend|routes)\s*\(|\b(?:scope|routes!)\s*\(/

/** Words of which one stands in every file that mounts routes. */
const ROUTING =
  /\b(?:\w*Router|Scope|scope|ServiceConfig|Route|Routes|routes|nest\w*|mount|Filter|OpenApi\w*|App|Rocket|Application|route)\b/

/** @returns the routes in `files` that `scope` asks for, each with all that it is mounted under */
export function rustRoutes(code: RustCode, files: readonly string[], scope: RouteScope): readonly Route[] {
  const sources = code.matching(files, scope.every ? REGISTERS : PROBE_LITERAL)
  const names = scope.every ? routeNames([...new Set([...sources, ...mounting(code, files)])]) : undefined
  const typed = typedRoutes(code, files, scope)
  const isTyped = new Set(typed.map(({ source, index }) => `${source.path}\0${String(index)}`))
  const literal = sources.flatMap(source => routesIn(source, scope, names))
  // A text of a type may have the name of another one: the type tells them apart.
  const found = [...literal.filter(({ source, index }) => !isTyped.has(`${source.path}\0${String(index)}`)), ...typed]
  return placedRoutes(code, files, found, scope)
}

/** Files whose text may mount routes. */
function mounting(code: RustCode, files: readonly string[]): readonly RustSource[] {
  return code.matching(
    files.filter(file => ROUTING.test(code.view.text(file) ?? '')),
    MOUNTS,
  )
}

/** @returns the routes of `found`, each with all that `files` mount it under */
export function placedRoutes(
  code: RustCode,
  files: readonly string[],
  found: readonly Found[],
  scope: RouteScope,
): readonly Route[] {
  const { view } = code
  if (!found.length) return []
  const mounts = new Mounts(
    [...new Set([...found.map(({ source }) => source), ...mounting(code, files)])],
    (source, range) => textIn(code, files, source, range),
  )
  return found.flatMap(({ source, index, path, methods, handler }) => {
    const prefixes = handler === undefined ? mounts.of(source, index) : mounts.ofFunction(source, handler)
    const evidence = view.evidence(source.path, source.tokens[index]?.line, 'route')
    return prefixes.flatMap(prefix =>
      methods.map(method => ({
        path: cleanPath(`${prefix}/${path}`, scope.every ? path : ''),
        method,
        evidence,
      })),
    )
  })
}
