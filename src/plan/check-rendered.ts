import { byCodeUnit, dirname } from '../text/paths.ts'
import type { Change } from '../edit/types.ts'
import { equal, keyOf, showPath } from './json.ts'
import { PlanError } from './plan-error.ts'
import { isState, pathFault } from './safe-path.ts'
import type { Rendered, RenderedEdit, RenderedFile } from './types.ts'

/** What a run wants at one path: either one file, or edits of one format. */
export type Wish =
  | { readonly type: 'file'; readonly file: RenderedFile; readonly artifacts: readonly string[] }
  | { readonly type: 'edit'; readonly edits: readonly RenderedEdit[] }

/**
 * Groups what was rendered by path.
 * @throws PlanError for a path outside the repository, two artifacts that write one file, write and edit one file, or set one
 * key to different values, for paths that differ in case only, and for a file where another path needs a folder
 */
export function wishes(rendered: readonly Rendered[]): ReadonlyMap<string, Wish> {
  const byPath = new Map<string, Rendered[]>()
  for (const output of rendered) {
    checkPath(output)
    byPath.set(output.path, [...(byPath.get(output.path) ?? []), output])
  }
  const paths = [...byPath.keys()].sort(byCodeUnit)
  checkPaths(paths)
  return new Map(paths.map(path => [path, wishAt(path, byPath.get(path) ?? [])]))
}

function checkPath({ path, artifact }: Rendered): void {
  const fault = pathFault(path) ?? (isState(path) ? 'leads into our own state' : undefined)
  if (fault) throw new PlanError(`${artifact} writes ${JSON.stringify(path)}, which ${fault}`, path)
}

function checkPaths(paths: readonly string[]): void {
  const lower = new Map<string, string>()
  for (const path of paths) {
    const twin = lower.get(path.toLowerCase())
    if (twin !== undefined) throw new PlanError(`${twin} and ${path} are one file where case does not count`, path)
    lower.set(path.toLowerCase(), path)
  }
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (lower.has(folder.toLowerCase())) throw new PlanError(`${folder} is a file, and the folder of ${path}`, path)
    }
  }
}

function wishAt(path: string, outputs: readonly Rendered[]): Wish {
  const files = outputs.filter(o => o.type === 'file')
  const edits = outputs.filter(o => o.type === 'edit')
  const [file, second] = files
  const together = files.every(other => other.joint && other.text === file?.text)
  if (file && second && !together)
    throw new PlanError(`${path} is written by ${file.artifact} and by ${second.artifact}`, path)
  if (file && edits[0])
    throw new PlanError(`${path} is written by ${file.artifact} and edited by ${edits[0].artifact}`, path)
  if (file) return { type: 'file', file, artifacts: [...new Set(files.map(f => f.artifact))].sort(byCodeUnit) }
  checkEdits(path, edits)
  return { type: 'edit', edits }
}

function checkEdits(path: string, edits: readonly RenderedEdit[]): void {
  const [first] = edits
  const other = edits.find(e => e.format !== first?.format)
  if (first && other)
    throw new PlanError(
      `${path} is edited as ${first.format} by ${first.artifact} and as ${other.format} by ${other.artifact}`,
      path,
    )
  const all = edits.flatMap(({ artifact, changes }) => changes.map(change => ({ artifact, change })))
  for (const [i, a] of all.entries()) {
    const clash = all.slice(0, i).find(b => clashes(a.change, b.change))
    if (clash)
      throw new PlanError(
        `${showPath(a.change.path)} in ${path} is set by ${clash.artifact} and differently by ${a.artifact}`,
        path,
      )
  }
}

/** Two values for one key, or a value inside another one. */
function clashes(a: Change, b: Change): boolean {
  if (keyOf(a.path) === keyOf(b.path)) return !equal(a.value, b.value)
  const [short, long] = a.path.length < b.path.length ? [a.path, b.path] : [b.path, a.path]
  return short.length < long.length && keyOf(short) === keyOf(long.slice(0, short.length))
}
