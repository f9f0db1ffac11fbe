import { structuredPatch } from 'diff'
import type { FilePlan } from '../plan/types.ts'
import type { Terminal } from './terminal.ts'
import { visible } from './visible.ts'

export interface Counts {
  readonly added: number
  readonly removed: number
}

/** @returns how many lines a plan adds to a file and takes from it */
export function countsOf(file: FilePlan): Counts {
  const { before = '', after = '' } = file
  // what is new or gone as a whole needs no matching of lines
  const hunks = before === '' || after === '' ? [replaced(before, after)] : hunksOf(file)
  const lines = hunks.flatMap(hunk => hunk.lines)
  return { added: lines.filter(l => l.startsWith('+')).length, removed: lines.filter(l => l.startsWith('-')).length }
}

/**
 * @returns the change of a file as a unified diff, coloured where `color` is on
 * @param raw for a pipe: bytes as they are, so that the patch can be applied; a person's terminal is not to see them
 */
export function diffOf(file: FilePlan, { color }: Pick<Terminal, 'color'>, raw = false): readonly string[] {
  const [from, to] = [
    file.before === undefined ? '/dev/null' : `a/${file.path}`,
    file.after === undefined ? '/dev/null' : `b/${file.path}`,
  ]
  const shown = (line: string): string => (raw ? line : visible(line.replace(/\r$/, '')))
  const paint = (line: string): string =>
    line.startsWith('+') ? color.green(line) : line.startsWith('-') ? color.red(line) : line
  return [
    color.bold(`--- ${visible(from)}`),
    color.bold(`+++ ${visible(to)}`),
    ...hunksOf(file).flatMap(hunk => [
      color.cyan(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
      ...hunk.lines.map(line => paint(shown(line))),
    ]),
  ]
}

type Hunks = ReturnType<typeof structuredPatch>['hunks']

/** More changed lines than this take seconds to match: the file is then shown as replaced. */
const MAX_EDITS = 4000

function hunksOf({ path, before = '', after = '' }: FilePlan): Hunks {
  const patch = structuredPatch(path, path, before, after, '', '', { context: 3, maxEditLength: MAX_EDITS })
  return patch?.hunks ?? [replaced(before, after)]
}

function replaced(before: string, after: string): Hunks[number] {
  const [old, now] = [linesOf(before), linesOf(after)]
  const lines = [...old.map(line => `-${line}`), ...now.map(line => `+${line}`)]
  return {
    oldStart: old.length ? 1 : 0,
    oldLines: old.length,
    newStart: now.length ? 1 : 0,
    newLines: now.length,
    lines,
  }
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}
