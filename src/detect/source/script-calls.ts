import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, dotted, sourceOf, type Script } from './script.ts'
import { firstOf, nodesOf } from './script-nodes.ts'
import { at, literalOf, type Value } from './value.ts'

/**
 * @param homes the files that may fill what is asked: another one may call it differently
 * @returns the value that `app.set('port', …)` keeps, and its file, by the callee and the key of `app.get('port')` in `script`
 */
export function keptBy(
  script: Script,
  callee: SyntaxNode | null,
  key: string | undefined,
  homes: readonly Script[],
): readonly [Script, SyntaxNode] | undefined {
  const [receiver, get, more] = (dotted(script, callee) ?? '').split('.')
  if (get !== 'get' || more !== undefined || key === undefined) return undefined
  return firstOf(homes, home =>
    firstOf(nodesOf(home, 'CallExpression'), node => {
      const [object, set, further] = (dotted(home, node.firstChild) ?? '').split('.')
      if (set !== 'set' || further !== undefined || (home === script && object !== receiver)) return undefined
      const [of, given] = argumentsOf(node)
      return given && literalOf(home, of) === key ? ([home, given] as const) : undefined
    }),
  )
}

/** @returns the value behind the key of `get('PORT', 3000)`; `get('PORT', true)` only says how to read it */
export function fallbackOf([, second]: readonly SyntaxNode[]): SyntaxNode | undefined {
  return second?.name === 'BooleanLiteral' ? undefined : second
}

/** @returns what `numberOf(process.env.PORT, 8080, options)` comes to, whatever the function does to read it, by what its first argument is */
export function numberBehind(script: Script, args: readonly SyntaxNode[], read: Value | undefined): Value | undefined {
  const [, fallback] = args
  if (!read || read.literal !== undefined || fallback?.name !== 'Number') return undefined
  return read.variables.some(name => /(?:^|_)PORT$/.test(name))
    ? { ...at(script, fallback), literal: Number(sourceOf(script, fallback)), variables: read.variables }
    : undefined
}

/** @returns what `numberOf('PORT', 8080)` comes to, whatever the function does to read the variable */
export function portWithDefault(script: Script, args: readonly SyntaxNode[]): Value | undefined {
  const [variable, fallback, more] = args
  const name = literalOf(script, variable)
  if (more || fallback?.name !== 'Number' || name === undefined || !/^([A-Z\d]+_)*PORT$/.test(name)) return undefined
  return { ...at(script, fallback), literal: Number(sourceOf(script, fallback)), variables: [name] }
}

/** @returns what a chain of promises comes to: what the function behind `then` returns, and what stands before `catch` and `finally` */
export function settledBy(
  method: string,
  callee: SyntaxNode | null,
  [callback]: readonly SyntaxNode[],
): SyntaxNode | undefined {
  if (callee?.name !== 'MemberExpression' || !callback || !/^(ArrowFunction|FunctionExpression)$/.test(callback.name))
    return undefined
  if (method === 'then') return callback
  return method === 'catch' || method === 'finally' ? (callee.firstChild ?? undefined) : undefined
}
