import { PROBE_LITERAL } from './endpoints.ts'
import type { RustCode } from './rust-code.ts'
import { Mounts } from './rust-mounts.ts'
import { textIn } from './rust-prefix.ts'
import { REGISTERS, routeNames, routesIn } from './rust-route-calls.ts'
import { typedRoutes } from './rust-typed-routes.ts'
import { cleanPath, type Route, type RouteScope } from './routes.ts'

const MOUNTS =
  /\.\s*(?:nest\w*|merge|mount|configure|service|register|push|extend|routes)\s*\(|\b(?:scope|routes!)\s*\(/

/** Words of which one stands in every file that mounts routes. */
const ROUTING =
  /\b(?:\w*Router|Scope|scope|ServiceConfig|Route|Routes|routes|nest\w*|mount|Filter|OpenApi\w*|App|Rocket|Application|route)\b/

/** @returns the routes in `files` that `scope` asks for, each with all that it is mounted under */
export function rustRoutes(code: RustCode, files: readonly string[], scope: RouteScope): readonly Route[] {
  const { view } = code
  const routing = (): readonly string[] => files.filter(file => ROUTING.test(view.text(file) ?? ''))
  const sources = code.matching(files, scope.every ? REGISTERS : PROBE_LITERAL)
  const names = scope.every ? routeNames([...new Set([...sources, ...code.matching(routing(), MOUNTS)])]) : undefined
  const typed = typedRoutes(code, files, scope)
  const isTyped = new Set(typed.map(({ source, index }) => `${source.path}\0${String(index)}`))
  const literal = sources.flatMap(source => routesIn(source, scope, names))
  // A text of a type may have the name of another one: the type tells them apart.
  const found = [...literal.filter(({ source, index }) => !isTyped.has(`${source.path}\0${String(index)}`)), ...typed]
  if (!found.length) return []
  const mounts = new Mounts(
    [...new Set([...found.map(({ source }) => source), ...code.matching(routing(), MOUNTS)])],
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
