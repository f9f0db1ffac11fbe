import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { printDocument, VERSION, type RunDocument, type SkipRow } from './documents.ts'
import type { Terminal } from './terminal.ts'
import { treeOf } from './tree.ts'
import { visible } from './visible.ts'
import { wrapCommand } from './wrap.ts'

/** What a run did, or would do. */
export interface RunReport {
  readonly files: readonly FilePlan[]
  readonly skipped: readonly SkipRow[]
  readonly next: readonly string[]
  readonly command: string
  /** How the writes are spoken of: they happened, or they would. */
  readonly done: boolean
  /** The command that takes it back, where there is one. */
  readonly undo?: string
}

/** @returns the JSON document of a run */
export function runDocument({ files, skipped, next, command }: RunReport): RunDocument {
  return {
    version: VERSION,
    files: files.map(({ path, action, artifacts, reason }) => ({
      path,
      action,
      artifacts,
      ...(reason ? { reason } : {}),
    })),
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

function printRun(report: RunReport, terminal: Terminal): void {
  const { files, skipped, next, command, done, undo } = report
  const { color } = terminal
  const writes = files.filter(file => WRITES.has(file.action))
  terminal.line(writes.length ? color.green(outcomeOf(writes, done)) : 'Nothing to write.')
  const notable = files.filter(file => file.action === 'conflict' || file.action === 'keep')
  if (notable.length) printTree(notable, terminal)
  if (skipped.length) printSkipped(skipped, terminal)
  if (next.length) printSteps(next, terminal)
  printCommand('The same without questions:', command, terminal)
  if (done && writes.length && undo) printCommand('To take it back:', undo, terminal)
}

/** @returns `Wrote 2 files.`, `Would write 1 file and delete 2 files.` */
function outcomeOf(writes: readonly FilePlan[], done: boolean): string {
  const deleted = writes.filter(file => file.action === 'delete').length
  const parts = [
    [done ? 'wrote' : 'write', writes.length - deleted],
    [done ? 'deleted' : 'delete', deleted],
  ] as const
  const told = parts.flatMap(([verb, count]) => (count ? [`${verb} ${counted(count, 'file')}`] : [])).join(' and ')
  return done ? `${told.charAt(0).toUpperCase()}${told.slice(1)}.` : `Would ${told}.`
}

/** @returns `2 files`, `1 file` */
export function counted(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`
}

/** Rows with the same reason are named together. */
function printSkipped(skipped: readonly SkipRow[], terminal: Terminal): void {
  const groups = new Map<string, SkipRow[]>()
  for (const row of skipped) groups.set(row.reason, [...(groups.get(row.reason) ?? []), row])
  terminal.line()
  terminal.line(terminal.color.bold('Skipped'))
  for (const [reason, rows] of groups) {
    terminal.line(`  ${rows.map(row => row.artifact).join(', ')}: ${visible(reason)}`, 4)
    const [row] = rows
    const hint = row?.answer ? `create-prod-ready add ${row.artifact} ${row.answer}` : row?.command
    if (hint && rows.length === 1) terminal.line(terminal.color.dim(`    ${visible(hint)}`), 6)
  }
}

function printSteps(steps: readonly string[], terminal: Terminal): void {
  terminal.line()
  terminal.line(terminal.color.bold('Next steps'))
  steps.forEach((step, i) => {
    const number = `${i + 1}.`.padStart(4)
    terminal.line(`${number} ${visible(step)}`, number.length + 1)
  })
}

function printCommand(label: string, command: string, terminal: Terminal): void {
  terminal.line()
  terminal.line(terminal.color.dim(label))
  terminal.print(wrapCommand(visible(command), terminal.width, '  '))
}

/** Prints the plan as a tree, before anything is written. */
export function printPlan(files: readonly FilePlan[], terminal: Terminal): void {
  printTree(
    files.filter(file => file.action !== 'same'),
    terminal,
  )
}

function printTree(files: readonly FilePlan[], terminal: Terminal): void {
  for (const { text, indent } of treeOf(files, terminal)) terminal.line(`  ${text}`, indent + 2)
}
