import { lineAt } from '../../../text/lines.ts'
import { calleeOf, dotted, type Script } from '../../source/script.ts'
import { nodesOf } from '../../source/script-nodes.ts'
import type { ManualPart } from '../types.ts'

const MODULES = /^(?:pg|pg-pool)$/
const MAKER = /^(?:\w+\.)?Pool$/
const LISTENS = /\.(?:on|once|addListener)\(\s*['"]error['"]/

/**
 * @returns what a person adds to pools of connections that nobody listens to: when PostgreSQL goes away they emit `error`,
 * which ends a process of Node (https://node-postgres.com/apis/pool#error)
 */
export function silentPools(scripts: readonly Script[]): readonly ManualPart[] {
  const users = scripts.filter(({ modules }) => modules.some(module => MODULES.test(module)))
  if (users.some(({ text }) => LISTENS.test(text))) return []
  return users.flatMap(script =>
    poolsIn(script).map(line => ({
      feature: 'health',
      where: `to the pool that ${script.path}:${line} makes, because a connection that is lost ends the process where nobody listens`,
      code: ".on('error', error => …), which logs it",
    })),
  )
}

/** @returns lines of `new Pool(…)`, `new pg.Pool(…)` */
function poolsIn(script: Script): readonly number[] {
  return nodesOf(script, 'NewExpression')
    .filter(node => MAKER.test(dotted(script, calleeOf(node)) ?? ''))
    .map(node => lineAt(script.text, node.from))
}
