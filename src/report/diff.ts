import { structuredPatch } from 'diff'
import type { FilePlan } from '../plan/types.ts'
import type { Terminal } from './terminal.ts'

export interface Counts {
  readonly added: number
  readonly removed: number
}

/** @returns how many lines a plan adds to a file and takes from it */
export function countsOf(file: FilePlan): Counts {
  const lines = hunksOf(file).flatMap(hunk => hunk.lines)
  return { added: lines.filter(l => l.startsWith('+')).length, removed: lines.filter(l => l.startsWith('-')).length }
}

/** @returns the change of a file as a unified diff, coloured where the terminal has colours */
export function diffOf(file: FilePlan, { color }: Pick<Terminal, 'color'>): readonly string[] {
  const head = [color.bold(`--- ${file.before === undefined ? '/dev/null' : `a/${file.path}`}`), color.bold(`+++ ${file.after === undefined ? '/dev/null' : `b/${file.path}`}`)]
  const paint = (line: string): string => (line.startsWith('+') ? color.green(line) : line.startsWith('-') ? color.red(line) : line)
  return [
    ...head,
    ...hunksOf(file).flatMap(hunk => [
      color.cyan(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
      ...hunk.lines.map(line => paint(visible(line))),
    ]),
  ]
}

function hunksOf(file: FilePlan): ReturnType<typeof structuredPatch>['hunks'] {
  return structuredPatch(file.path, file.path, file.before ?? '', file.after ?? '', '', '', { context: 3 }).hunks
}

/** Control characters of a repository must not reach the terminal as commands. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
