import type { ListRow } from '../report/documents.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import type { Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'
import { cut, widthOf } from '../report/wrap.ts'
import type { Session } from './session.ts'
import { checkFilters, named, statuses, type Status } from './status.ts'

/** `list`: all artifacts, or those of --only and --skip: does it apply, is it there, what would it write. */
export function list(session: Session): number {
  const { only, skip, json } = session.invocation
  checkFilters([...only, ...skip])
  const rows = statuses(session.ctx, session.given).filter(
    ({ artifact }) => (only.length === 0 || named(artifact, only)) && !named(artifact, skip),
  )
  if (json) printDocument({ version: VERSION, artifacts: rows.map(rowOf) })
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
  const idWidth = Math.max(...rows.map(row => row.artifact.id.length))
  for (const row of rows) {
    const head = `${stateOf(row, terminal)} ${row.artifact.id.padEnd(idWidth)}`
    const room = terminal.width - widthOf(head) - 2
    terminal.line(room < SHORTEST_NOTE ? head : `${head}  ${terminal.color.dim(cut(visible(noteOf(row)), room))}`)
  }
}

/** What is cut shorter than this tells nothing. */
const SHORTEST_NOTE = 12

function stateOf({ applies, presence }: Status, { color }: Terminal): string {
  if (applies !== true) return color.dim('n/a    ')
  if (presence.state === 'present') return color.green('there  ')
  return color.yellow(presence.state === 'partial' ? 'partly ' : 'missing')
}

function noteOf({ applies, presence, files }: Status): string {
  if (applies !== true) return applies
  if (presence.state === 'present') return presence.evidence[0]?.path ?? presence.reason
  return files.join(', ') || presence.reason
}
