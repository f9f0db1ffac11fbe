import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, dotted, sourceOf, type Script } from './script.ts'
import { firstOf, nodesOf } from './script-nodes.ts'
import { at, literalOf, type Value } from './value.ts'

/** @returns the value that `app.set('port', …)` keeps in a file, by the callee and the key of `app.get('port')` */
export function keptBy(script: Script, callee: SyntaxNode | null, key: string | undefined): SyntaxNode | undefined {
  const [receiver, get, more] = (dotted(script, callee) ?? '').split('.')
  if (get !== 'get' || more !== undefined || key === undefined) return undefined
  return firstOf(nodesOf(script, 'CallExpression'), node => {
    if (dotted(script, node.firstChild) !== `${receiver ?? ''}.set`) return undefined
    const [of, given] = argumentsOf(node)
    return literalOf(script, of) === key ? given : undefined
  })
}

/** @returns what `numberOf('PORT', 8080)` comes to, whatever the function does to read the variable */
export function portWithDefault(script: Script, args: readonly SyntaxNode[]): Value | undefined {
  const [variable, fallback, more] = args
  const name = literalOf(script, variable)
  if (more || fallback?.name !== 'Number' || name === undefined || !/^([A-Z\d]+_)*PORT$/.test(name)) return undefined
  return { ...at(script, fallback), literal: Number(sourceOf(script, fallback)), variables: [name] }
}
