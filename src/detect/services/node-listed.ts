import { propertyKey, propertyValue, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { Literal } from './node-route-calls.ts'
import { methodOf } from './routes.ts'

/** Text of a file that may hold such a table. */
const LISTED = /['"](?:get|head|post|put|patch|delete|all) \//i
const KEY = /^(get|head|post|put|patch|delete|all) (\/\S*)$/i
/** What answers, or says what does: a text behind such a key only describes the route. */
const HANDLER = /^(?:ObjectExpression|ArrowFunction|FunctionExpression|VariableName|MemberExpression|CallExpression)$/

/** @returns the routes of a table whose keys are methods and paths: `{ 'GET /health': { controller: ping } }` */
export function listedIn(script: Script): readonly Literal[] {
  if (!LISTED.test(script.text)) return []
  return nodesOf(script, 'Property').flatMap(node => {
    const [, verb = '', path] = KEY.exec(propertyKey(script, node) ?? '') ?? []
    const method = verb.toLowerCase() === 'all' ? 'ANY' : methodOf(verb)
    if (path === undefined || method === undefined || !HANDLER.test(propertyValue(node)?.name ?? '')) return []
    return [{ script, path, receiver: '', node, methods: [method] }]
  })
}
