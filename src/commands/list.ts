import type { ListRow } from '../report/documents.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import { visible } from '../report/diff.ts'
import type { Session } from './session.ts'
import { statuses, type Status } from './status.ts'

/** `list`: all artifacts: does it apply, is it there, what would it write. */
export function list(session: Session): number {
  const rows = statuses(session.ctx, session.given)
  if (session.invocation.json) printDocument({ version: VERSION, artifacts: rows.map(rowOf) })
  else print(session, rows)
  return 0
}

function rowOf({ artifact, applies, presence, files }: Status): ListRow {
  const reason = applies === true ? presence.reason : applies
  return {
    id: artifact.id,
    category: artifact.category,
    title: artifact.title,
    kind: artifact.kind,
    capabilities: artifact.capabilities,
    applies: applies === true,
    present: presence.state === 'present',
    ...(reason ? { reason } : {}),
    files,
  }
}

function print({ terminal }: Session, rows: readonly Status[]): void {
  const { color } = terminal
  const width = Math.max(...rows.map(row => row.artifact.id.length))
  for (const { artifact, applies, presence, files } of rows) {
    const state = applies !== true ? color.dim('n/a    ') : presence.state === 'present' ? color.green('there  ') : color.yellow(presence.state === 'partial' ? 'partly ' : 'missing')
    const note = applies !== true ? applies : presence.state === 'present' ? (presence.evidence[0]?.path ?? presence.reason) : files.join(', ') || presence.reason
    terminal.line(`${state} ${artifact.id.padEnd(width)}  ${color.dim(visible(note))}`)
  }
}
