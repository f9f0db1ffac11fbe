import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, calleeOf, dotted, type Script } from '../source/script.ts'
import { importOf } from '../source/script-origin.ts'

/**
 * @param args what a router is given to use
 * @returns the path and what lies below it where koa-mount puts both together, `app.use(mount('/api', users))`; else `args` as they are
 */
export function mountArguments(script: Script, args: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const [call, ...more] = args
  if (call?.name !== 'CallExpression' || more.length) return args
  const name = dotted(script, calleeOf(call))
  return importOf(script, name)?.module === 'koa-mount' ? argumentsOf(call) : args
}
