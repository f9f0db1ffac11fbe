import type { SyntaxNode } from '@lezer/common'
import { DEFAULT, argumentsOf, calleeOf, childrenOf, dotted, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import { optionOf } from '../source/value.ts'
import { declarationOf, homeOf, type Place } from './node-classes.ts'
import { decoratedBy, type Controlled } from './node-controllers.ts'

/** Text of a file that gives modules of Nest a path of their own. */
export const ROUTING = /\bRouterModule\b/

/** A module, and what stands in front of the paths of its controllers. */
interface Routed extends Place {
  readonly prefix: string
}

/**
 * @param scripts files that may hold `RouterModule.register([{ path: 'admin', module: AdminModule, children: [UsersModule] }])`
 * @returns the routes of controllers, with the path that the module of each has there
 */
export function underModules(
  code: ScriptCode,
  scripts: readonly Script[],
  controllers: readonly Controlled[],
): readonly Controlled[] {
  const prefixes = new Map<string, string[]>()
  for (const routed of scripts.flatMap(script => routedIn(code, script)))
    for (const controller of controllersOf(code, routed))
      prefixes.set(controller, [...(prefixes.get(controller) ?? []), routed.prefix])
  return controllers.flatMap(found => {
    const own = prefixes.get(keyOf(found.script.path, classAround(found))) ?? ['']
    return own.map(prefix => ({ ...found, path: `${prefix}/${found.path}` }))
  })
}

function keyOf(path: string, name: string): string {
  return `${path}\0${name}`
}

/** The name of the class whose method answers. */
function classAround({ script, node }: Controlled): string {
  const name = node.parent?.parent?.getChild('VariableDefinition')
  return name ? sourceOf(script, name) : ''
}

function routedIn(code: ScriptCode, script: Script): readonly Routed[] {
  return nodesOf(script, 'CallExpression')
    .filter(node => /^RouterModule\.(?:register|forRoutes)$/.test(dotted(script, calleeOf(node)) ?? ''))
    .flatMap(node => {
      const [routes] = argumentsOf(node)
      return routes ? routesAt(code, { script, node: routes }, '', new Set()) : []
    })
}

/** The modules of a list of routes, which may stand in a constant; each list counts once, as one may hold itself. */
function routesAt(code: ScriptCode, place: Place, prefix: string, seen: Set<string>): readonly Routed[] {
  const { script, node } = constantAt(code, place)
  const key = keyOf(script.path, String(node.from))
  if (node.name !== 'ArrayExpression' || seen.has(key)) return []
  seen.add(key)
  return partsOf(node).flatMap(item => {
    if (item.name === 'VariableName') return [{ script, node: item, prefix }]
    if (item.name !== 'ObjectExpression') return []
    const [module, children] = [optionOf(script, item, 'module'), optionOf(script, item, 'children')]
    const path = new Evaluator(code).evaluate(script, optionOf(script, item, 'path'))?.literal
    const below = typeof path === 'string' ? `${prefix}/${path}` : prefix
    return [
      ...(module ? [{ script, node: module, prefix: below }] : []),
      ...(children ? routesAt(code, { script, node: children }, below, seen) : []),
    ]
  })
}

/** What a name stands for, in this file or in the one it is imported from. */
function constantAt(code: ScriptCode, { script, node }: Place): Place {
  const name = sourceOf(script, node)
  const binding = node.name === 'VariableName' ? script.bindings.get(name) : undefined
  if (binding?.kind === 'value') return { script, node: binding.node }
  if (binding?.kind !== 'import') return { script, node }
  const home = homeOf(code, script, name)
  const other = home && code.script(home.file)
  const exported = other?.exports.get(home?.name ?? '')
  if (!other || exported?.kind !== 'local') return { script, node }
  const own = exported.node.name.startsWith('Variable') ? other.bindings.get(sourceOf(other, exported.node)) : undefined
  return { script: other, node: own?.kind === 'value' ? own.node : exported.node }
}

/** The controllers that a module declares itself; those of the modules that it imports have no part in its path. */
function controllersOf(code: ScriptCode, { script, node }: Place): readonly string[] {
  const module = declarationOf(code, script, sourceOf(script, node))
  const listed = module ? decoratedBy(module.node).flatMap(place => listedBy(module.script, place)) : []
  return listed.flatMap(item => {
    const { script: other } = module ?? { script }
    const controller = sourceOf(other, item)
    const home = homeOf(code, other, controller)
    return home ? [keyOf(home.file, home.name === DEFAULT ? controller : home.name)] : []
  })
}

/** `controllers` of `@Module({ controllers: [UsersController] })` */
function listedBy(script: Script, place: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(place).flatMap(child => {
    const call = child.name === 'Decorator' ? child.getChild('CallExpression') : null
    const [options] = call && dotted(script, calleeOf(call)) === 'Module' ? argumentsOf(call) : []
    const list = options && optionOf(script, options, 'controllers')
    return list?.name === 'ArrayExpression' ? partsOf(list) : []
  })
}
