import type { Framework } from '../catalogue.ts'
import { certain } from '../fact.ts'
import { importedFrom } from '../source/script-code.ts'
import type { Service } from '../types.ts'
import { isOfTheProduct } from './model.ts'
import type { Candidate } from './node-candidate.ts'
import type { Entry } from './node-entry.ts'
import { nodeService } from './node-facts.ts'
import { listenersIn } from './node-port.ts'
import { scriptsBeside } from './node-worker.ts'

/** Scripts that start something in production and say what: `socket:prod`, `admin:start:prod`. */
const NAMED =
  /^(?!(?:start|serve|build|dev|test|e2e|debug|preview|lint|migrat\w*|seed)[:_-])[\w-]+(?:[:_-]start)?[:_-](?:prod|production)$/

/** @returns the other servers of a package: scripts start them in production from files of their own, which open a port themselves */
export function siblingsOf(candidate: Candidate, main: Entry | undefined, framework?: Framework): readonly Service[] {
  const { code, evaluator } = candidate
  return scriptsBeside(candidate, main, NAMED).flatMap(({ script, entry }) => {
    const listeners = isOfTheProduct(entry.path) ? listenersIn(code, evaluator, [entry.path]) : []
    const [first] = listeners
    if (!first) return []
    return [
      nodeService(candidate, {
        listeners,
        files: importedFrom(code, entry.path),
        entry,
        workload: certain(first.kind, first.evidence),
        script,
        ...(framework ? { framework } : {}),
      }),
    ]
  })
}
