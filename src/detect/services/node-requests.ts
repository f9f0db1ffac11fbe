import type { SyntaxNode } from '@lezer/common'
import { argumentsOf } from '../source/script.ts'

/** Names of what asks others, or keeps values, and has methods called `get` and `post`. */
export const CLIENT =
  /^(axios|https?|client|fetch|got|ky|request|superagent|agent|cache|redis|map|headers|params|query|config|cookies?|session|storage|store|nock|rest|msw|mock\w*|db|knex|api(?:Client|Service)?|httpService|\w+Client)$/
export const CLIENT_MODULES = /^(axios|got|ky|superagent|supertest|node-fetch|undici|nock|msw|ofetch|wretch)$/

/** @returns true for a call that is waited for: its result is the answer to a request, and no route: `await this.get('/ping', {})` */
export function isAwaited(call: SyntaxNode, called: string): boolean {
  const isWaitedFor = call.parent?.name === 'AwaitExpression' && /^(get|head|options)$/.test(called)
  return isWaitedFor && !argumentsOf(call).some(({ name }) => /^(ArrowFunction|FunctionExpression)$/.test(name))
}
