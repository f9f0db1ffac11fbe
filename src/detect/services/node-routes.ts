import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import type { Script } from '../source/script.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { Method } from '../types.ts'
import { PROBE_LITERAL } from './endpoints.ts'
import { controllersIn, globalPrefix, versioning, type Controlled, type GlobalPrefix } from './node-controllers.ts'
import { AUTOLOADING, autoloadedIn, autoPrefix } from './node-auto-prefix.ts'
import { ROUTING, underModules } from './node-nest-router.ts'
import { Mounts, MOUNTING, prefixesOf } from './node-mounts.ts'
import { literalsIn } from './node-route-calls.ts'
import { cleanPath, type Route, type RouteScope } from './routes.ts'

/** Text of a file that registers routes: what is called like it, with a path or a constant, or is described in an object. */
const REGISTERS =
  /\.(?:get|post|put|patch|delete|del|all|any|options|head|route|use|on)\s*(?:<[^()]{1,500}>\s*)?\(\s*(?:['"`](?:\/|\*|['"`])|\[\s*['"`]\/)|\bexposeStatusRoute\b|\bmethods?\s*:\s*(?:\[\s*)?['"`](?:get|post|put|patch|delete|head|options|\*)['"`]/i
/** The path is a constant or put together: only where there is a router. */
const REGISTERS_NAMED =
  /(?:[rR]outer|[aA]pp|fastify|server|instance)\s*\.(?:get|post|put|patch|delete|all)\s*\(\s*(?:[A-Za-z_]\w*|`\$\{)/
const CONTROLLER = /@(?:Json)?[cC]ontroller\b/
const PROBE_CONTROLLER = /@[cC]ontroller\b[^]*(?:health|ready|live|ping|metrics|status)/i

/** @returns the routes in the code that `scope` asks for, each with what its router is mounted under */
export function nodeRoutes(code: ScriptCode, files: readonly string[], scope: RouteScope): readonly Route[] {
  const matching = (...patterns: readonly RegExp[]): readonly Script[] =>
    files
      .filter(file => patterns.some(pattern => pattern.test(code.view.text(file) ?? '')))
      .flatMap(file => code.script(file) ?? [])
  const literals = (scope.every ? matching(REGISTERS, REGISTERS_NAMED) : matching(PROBE_LITERAL)).flatMap(script =>
    literalsIn(code, script, scope),
  )
  const controllers = matching(scope.every ? CONTROLLER : PROBE_CONTROLLER).flatMap(script =>
    controllersIn(code, script, scope),
  )
  if (!literals.length && !controllers.length) return []
  const mounts = new Mounts(code, literals.length ? matching(MOUNTING) : [])
  const loaded = literals.length ? autoloadedIn(matching(AUTOLOADING)) : []
  const route = (
    script: Script,
    path: string,
    node: SyntaxNode,
    methods: readonly Method[],
    last: string,
    isPartial = false,
  ): readonly Route[] =>
    methods.map(method => ({
      path: cleanPath(path, scope.every ? last : ''),
      method,
      evidence: code.view.evidence(script.path, lineAt(script.text, node.from), 'route'),
      ...(isPartial ? { isPartial } : {}),
    }))
  const above = controllers.length
    ? {
        prefix: globalPrefix(code, matching(/setGlobalPrefix/), matching(/\bregisterAs\b/)),
        versions: versioning(matching(/enableVersioning/)),
      }
    : undefined
  return [
    ...literals.flatMap(literal =>
      prefixesOf(literal.script, literal.receiver, literal.node, mounts).flatMap(prefix =>
        route(
          literal.script,
          `${autoPrefix(literal, mounts, loaded)}${prefix}/${literal.path}`,
          literal.node,
          literal.methods,
          literal.path,
        ),
      ),
    ),
    ...underModules(code, controllers.length ? matching(ROUTING) : [], controllers).flatMap(found =>
      (above ? controlledPaths(found, above.prefix, above.versions, scope) : []).flatMap(path =>
        route(found.script, path, found.node, [found.method], '', above?.prefix.isUnknown),
      ),
    ),
  ]
}

/** What a controller's path has in front: the prefix of the application, then the version. */
function controlledPaths(
  found: Controlled,
  prefix: GlobalPrefix,
  versions: ReturnType<typeof versioning>,
  scope: RouteScope,
): readonly string[] {
  const isExcluded = scope.every
    ? prefix.excluded.some(path => cleanPath(path) === cleanPath(found.path))
    : prefix.excludesHealth
  const front = isExcluded ? '' : prefix.value
  const own = scope.every ? found.versions : []
  const names = own.length ? own : versions?.fallback === undefined ? [] : [versions.fallback]
  const marks = versions && names.length ? names.map(name => `${versions.prefix}${name}`) : ['']
  return marks.map(mark => `${front}/${mark}/${found.path}`)
}
