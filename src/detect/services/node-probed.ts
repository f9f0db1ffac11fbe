import { isInside } from '../../text/paths.ts'
import { lineAt } from '../../text/lines.ts'
import type { Framework } from '../catalogue.ts'
import { dotted } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { packagesIn, type ScriptCode } from '../source/script-code.ts'
import type { Evidence } from '../types.ts'
import { isProbe } from './endpoints.ts'
import type { Candidate } from './node-candidate.ts'
import { comparedIn, COMPARING } from './node-compared.ts'
import { nodeRoutes } from './node-routes.ts'
import { consumerIn } from './node-worker.ts'
import { EVERY_ROUTE } from './routes.ts'

/** Text of a controller that clients ask for more than how it is. */
const ASKED = /@(?:Post|Put|Patch|Delete|Sse|All)\s*\(/

/**
 * @returns where a program takes messages or keeps a schedule, when all that its server answers is how it is: a worker that can be probed.
 * Only where decorators name every route, where it compares paths without a framework, or where the package is called a worker; elsewhere one
 * that was not found would make a worker of a service.
 */
export function probedWorker(
  { code, source }: Candidate,
  framework: Framework | undefined,
  files: readonly string[],
): Evidence | undefined {
  const decorated = framework?.decorated
  if (!decorated)
    return !framework && probesOnly(code, files) ? consumerIn(code, files) : calledWorker(code, source, files)
  const own = files.filter(file => isInside(file, source.facts.path))
  if (own.some(file => ASKED.test(code.view.text(file) ?? ''))) return undefined
  if ([...packagesIn(code, own)].some(name => decorated.answering.test(name))) return undefined
  const works = handlerIn(code, own, decorated.handlers) ?? consumerIn(code, files)
  return works && nodeRoutes(code, own, EVERY_ROUTE).every(({ path }) => isProbe(path)) ? works : undefined
}

/** Text of a server that may tell more paths apart than those that are compared. */
const MORE_PATHS = /\bcase\s*['"`]\/|\.\s*startsWith\s*\(\s*['"`]\//

/** A server without a framework compares the address with paths of probes, and with nothing else. */
function probesOnly(code: ScriptCode, files: readonly string[]): boolean {
  const scripts = files.flatMap(file => (COMPARING.test(code.view.text(file) ?? '') ? (code.script(file) ?? []) : []))
  const compared = scripts.flatMap(comparedIn)
  return (
    compared.length > 0 &&
    !scripts.some(({ text }) => MORE_PATHS.test(text)) &&
    [...compared, ...nodeRoutes(code, files, EVERY_ROUTE)].every(({ path }) => isProbe(path))
  )
}

const WORKER = /(?:^|[-_/])(?:workers?|consumers?|scheduler|processor|jobs?)$/i

/** A package with the name of a worker, which takes messages, and whose routes tell how it is and nothing else. */
function calledWorker(
  code: ScriptCode,
  { facts }: Candidate['source'],
  files: readonly string[],
): Evidence | undefined {
  if (!WORKER.test(facts.name?.value ?? '') && !WORKER.test(facts.path)) return undefined
  const works = consumerIn(code, files)
  const routes = works
    ? nodeRoutes(
        code,
        files.filter(file => isInside(file, facts.path)),
        EVERY_ROUTE,
      )
    : []
  const isAsked = routes.some(({ path, method }) => !isProbe(path) && (path !== '/' || method !== 'GET'))
  return routes.some(({ path }) => isProbe(path)) && !isAsked ? works : undefined
}

function handlerIn(code: ScriptCode, files: readonly string[], names: readonly string[]): Evidence | undefined {
  const handlers = new RegExp(String.raw`@(?:${names.join('|')})\b`)
  for (const file of files) {
    const script = handlers.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    const node =
      script &&
      nodesOf(script, 'CallExpression').find(
        it => it.parent?.name === 'Decorator' && names.includes(dotted(script, it.firstChild) ?? ''),
      )
    if (script && node)
      return code.view.evidence(
        file,
        lineAt(script.text, node.from),
        'takes messages from a queue, or runs on a schedule',
      )
  }
  return undefined
}
