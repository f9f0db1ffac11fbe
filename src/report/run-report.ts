import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { visible } from './diff.ts'
import { printDocument, VERSION, type RunDocument, type SkipRow } from './documents.ts'
import type { Terminal } from './terminal.ts'
import { treeOf } from './tree.ts'

/** What a run did, or would do. */
export interface RunReport {
  readonly files: readonly FilePlan[]
  readonly skipped: readonly SkipRow[]
  readonly next: readonly string[]
  readonly command: string
  /** How the writes are spoken of: they happened, or they would. */
  readonly done: boolean
}

/** @returns the JSON document of a run */
export function runDocument({ files, skipped, next, command }: RunReport): RunDocument {
  return {
    version: VERSION,
    files: files.map(({ path, action, artifacts, reason }) => ({ path, action, artifacts, ...(reason ? { reason } : {}) })),
    skipped,
    next,
    command,
  }
}

/** Prints what a run did: one JSON document, or text for people. */
export function reportRun(report: RunReport, terminal: Terminal, json: boolean): void {
  if (json) printDocument(runDocument(report))
  else printRun(report, terminal)
}

function printRun({ files, skipped, next, command, done }: RunReport, terminal: Terminal): void {
  const { color } = terminal
  const writes = files.filter(file => WRITES.has(file.action)).length
  terminal.line(writes ? color.green(`${done ? 'Wrote' : 'Would write'} ${writes} ${writes === 1 ? 'file' : 'files'}.`) : 'Nothing to write.')
  const notable = files.filter(file => file.action === 'conflict' || file.action === 'keep')
  if (notable.length) for (const line of treeOf(notable, terminal)) terminal.line(`  ${line}`)
  if (skipped.length) {
    terminal.line('Skipped:')
    for (const { artifact, reason, answer, command: how } of skipped) {
      terminal.line(`  ${artifact}: ${visible(reason)}`)
      const hint = answer ? `create-prod-ready add ${artifact} ${answer}` : how
      if (hint) terminal.line(color.dim(`    ${visible(hint)}`))
    }
  }
  if (next.length) {
    terminal.line('Next steps:')
    next.forEach((step, i) => terminal.line(`  ${i + 1}. ${visible(step)}`))
  }
  terminal.line(color.dim(`The same without questions: ${visible(command)}`))
}

/** Prints the plan as a tree, before anything is written. */
export function printPlan(files: readonly FilePlan[], terminal: Terminal): void {
  for (const line of treeOf(files.filter(file => file.action !== 'same'), terminal)) terminal.line(line)
}
