import { importedFrom } from '../source/script-code.ts'
import { text, texts } from '../values.ts'
import { deploymentsOf } from './deployment.ts'
import type { Candidate } from './node-candidate.ts'
import { entryOf, startScript } from './node-entry.ts'
import type { Kind } from './node-kinds.ts'

/** What the SDK of the Model Context Protocol speaks with where a client starts the server and talks to its standard input. */
const TRANSPORT = /['"]@modelcontextprotocol\/sdk\/server\/stdio(?:\.js)?['"]/

/**
 * @returns what a published server of the Model Context Protocol is: clients start it on the machine of whoever asks. One that can listen
 * as well is deployed where an image of the repository exposes its port.
 */
export function startedByClient({ view, code, source, deployments }: Candidate): Kind | undefined {
  const { facts, doc } = source
  const words = [facts.name?.value ?? '', text(doc.get('mcpName')), ...texts(doc.get('keywords'))]
  if (!facts.binaries.length || !words.some(word => word !== undefined && /\bmcp\b/i.test(word))) return undefined
  const runs = [
    ...deploymentsOf(deployments, facts.name?.value ?? '', facts.path),
    ...deployments.all.filter(run => run.folder === facts.path),
  ]
  if (runs.some(run => run.exposes !== undefined || run.publishes !== undefined || run.workload === 'http'))
    return undefined
  const entry = entryOf(code, source, startScript(source)?.value)
  const files = entry ? importedFrom(code, entry.path) : []
  const file = files.find(path => TRANSPORT.test(view.text(path) ?? ''))
  if (file === undefined) return undefined
  const line = view.lines(file).findIndex(it => TRANSPORT.test(it)) + 1
  return { what: 'a server that its clients start', evidence: view.evidence(file, line, 'speaks on standard input') }
}
