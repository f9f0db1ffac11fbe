import { CATALOGUE } from '../audit/catalogue.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import { visible } from '../report/diff.ts'
import type { Session } from './session.ts'
import { findArtifact, statuses } from './status.ts'

/** `explain`: why artifacts matter, what was looked at, what would be written. */
export function explain(session: Session): number {
  const { invocation, ctx, given, terminal } = session
  const wanted = new Set(invocation.operands.map(name => findArtifact(name).id))
  const rows = statuses(ctx, given).filter(status => wanted.has(status.artifact.id))
  const documents = rows.map(({ artifact, applies, presence, files }) => ({
    id: artifact.id,
    title: artifact.title,
    why: artifact.why,
    capabilities: CATALOGUE.filter(row => artifact.capabilities.includes(row.id)).map(({ id, severity, effort, done }) => ({ id, severity, effort, done })),
    applies: applies === true,
    state: presence.state,
    reason: applies === true ? presence.reason : applies,
    evidence: presence.evidence,
    questions: artifact.questions.map(({ key, message }) => ({ key, message })),
    files,
  }))
  if (invocation.json) {
    printDocument({ version: VERSION, artifacts: documents })
    return 0
  }
  const { color } = terminal
  for (const row of documents) {
    terminal.line(color.bold(`${row.title} (${row.id})`))
    terminal.line(`  ${row.why}`)
    for (const c of row.capabilities) terminal.line(`  ${color.dim(`${c.id}: ${c.severity}, ${c.effort} by hand. Done when: ${c.done}`)}`)
    terminal.line(`  ${row.applies ? row.state : 'does not apply'}: ${visible(row.reason)}`)
    for (const e of row.evidence) terminal.line(color.dim(`    ${visible(e.path)}${e.line === undefined ? '' : `:${e.line}`} (${e.rule})`))
    if (row.files.length) terminal.line(`  writes ${row.files.map(visible).join(', ')}`)
    for (const q of row.questions) terminal.line(color.dim(`  --set ${q.key}=…  ${q.message}`))
  }
  return 0
}
