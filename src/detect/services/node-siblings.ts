import type { Framework } from '../catalogue.ts'
import { certain } from '../fact.ts'
import { importedFrom } from '../source/script-code.ts'
import type { Service } from '../types.ts'
import { isOfTheProduct } from './model.ts'
import type { Candidate } from './node-candidate.ts'
import { commandsOf, isDevelopment } from './node-command.ts'
import { commandEntry, scriptFact, startScript, type Entry } from './node-entry.ts'
import { nodeService } from './node-facts.ts'
import { listenersIn } from './node-port.ts'

/** Scripts that start something in production and say what: `socket:prod`, `admin:start:prod`. */
const NAMED =
  /^(?!(?:start|serve|build|dev|test|e2e|debug|preview|lint|migrat\w*|seed)[:_-])[\w-]+(?:[:_-]start)?[:_-](?:prod|production)$/

/** @returns the other servers of a package: scripts start them in production from files of their own, which open a port themselves */
export function siblingsOf(candidate: Candidate, main: Entry | undefined, framework?: Framework): readonly Service[] {
  const { code, evaluator, source } = candidate
  const start = startScript(source)?.value
  const taken = new Set([main?.path])
  return Object.keys(source.facts.scripts).flatMap(name => {
    const script = name === start || !NAMED.test(name) ? undefined : scriptFact(source, name)
    const command = script && commandsOf(source, name).at(-1)
    const path = command && !isDevelopment(command) ? commandEntry(code, source, command) : undefined
    if (!script || path === undefined || taken.has(path) || !isOfTheProduct(path)) return []
    const listeners = listenersIn(code, evaluator, [path])
    const [first] = listeners
    if (!first) return []
    taken.add(path)
    const relative = source.facts.path === '.' ? path : path.slice(source.facts.path.length + 1)
    return [
      nodeService(candidate, {
        listeners,
        files: importedFrom(code, path),
        entry: { path, fact: certain(relative, ...script.evidence) },
        workload: certain(first.kind, first.evidence),
        script,
        ...(framework ? { framework } : {}),
      }),
    ]
  })
}
