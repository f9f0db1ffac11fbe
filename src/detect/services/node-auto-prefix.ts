import type { SyntaxNode } from '@lezer/common'
import { dirname } from '../../text/paths.ts'
import { sourceOf, type Script } from '../source/script.ts'
import type { Mounts } from './node-mounts.ts'
import type { Literal } from './node-route-calls.ts'

/** @returns the folders below `routes/`, which @fastify/autoload puts in front of what the files in them register; '' for what the code registers itself */
export function autoPrefix({ script, receiver }: Literal, mounts: Mounts): string {
  if (
    mounts.mounts(script) ||
    !/^(fastify|app|server|instance)$/.test(receiver) ||
    !/(^|\/)routes\//.test(script.path) ||
    script.modules.some(module => /^(express|koa|hono)/.test(module))
  )
    return ''
  const below = dirname(script.path).split('/')
  const at = below.lastIndexOf('routes')
  const isPlugin = [...script.exports.values()].some(
    exported => exported.kind === 'local' && isFunction(script, exported.node),
  )
  return at < 0 || !isPlugin ? '' : below.slice(at + 1).join('/')
}

/** A function, a name of one, or one that a helper such as `fp(…)` is given. */
function isFunction(script: Script, node: SyntaxNode): boolean {
  if (/Function|Arrow/.test(node.name)) return true
  if (!node.name.startsWith('Variable')) return false
  const binding = script.bindings.get(sourceOf(script, node))
  return binding?.kind === 'value' && /Function|Arrow/.test(binding.node.name)
}
