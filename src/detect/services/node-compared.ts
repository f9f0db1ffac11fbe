import { memberKey, literalText, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesBelow } from '../source/script-nodes.ts'
import { operatorOf } from '../source/value.ts'
import type { Literal } from './node-route-calls.ts'

/** Text of a file that makes a server of its own and looks at the address itself. */
const LOOKS = /\b(?:createServer|createSecureServer|Bun\.serve|Deno\.serve)\b/
/** Text of a file that may compare an address with a path. */
export const COMPARING = /\b(?:url|path|pathname)\s*[!=]==?\s*['"`]\//

/** @returns paths that the server of a file compares the address with: `if (req.url === '/health')`, `if (pathname !== '/metrics')` */
export function comparedIn(script: Script): readonly Literal[] {
  if (!LOOKS.test(script.text) || !COMPARING.test(script.text)) return []
  return nodesBelow(script.top, /^BinaryExpression$/).flatMap(node => {
    const [left, right] = partsOf(node)
    const path = right && literalText(script, right)
    if (!left || !right || !path?.startsWith('/') || !/^[!=]==?$/.test(operatorOf(script, left, right))) return []
    const name = left.name === 'MemberExpression' ? memberKey(script, left) : sourceOf(script, left)
    return /^(url|path|pathname)$/.test(name ?? '')
      ? [{ script, path, receiver: '', node: right, methods: ['GET' as const] }]
      : []
  })
}
