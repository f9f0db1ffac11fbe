import { LINE, lineChange } from '../../../edit/code-path.ts'
import type { Wiring } from '../types.ts'

/** More lines than this are no small change of somebody else's code. */
const MOST = 8

/** @returns the same changes; where a patch of them would be too long, without the empty line below a new one */
export function shortened(wiring: readonly Wiring[]): readonly Wiring[] {
  if (patchLines(wiring) <= MOST) return wiring
  return wiring.map(({ path, changes }) => ({
    path,
    changes: changes.map(one => {
      const [, kind, line] = one.change.path
      const { place } = one.change
      if (kind !== LINE || typeof line !== 'string' || !line.endsWith('\n') || !place) return one
      return { ...one, change: lineChange('rust', line.trimEnd(), place) }
    }),
  }))
}

/** A line that is changed is taken away and added, however many pieces of it are others. */
function patchLines(wiring: readonly Wiring[]): number {
  const swapped = new Set<string>()
  let added = 0
  for (const { path, changes } of wiring)
    for (const { change } of changes) {
      const [, kind, line] = change.path
      if (kind === LINE) added += typeof line === 'string' && line.endsWith('\n') ? 2 : 1
      else swapped.add(`${path} ${change.place?.nth ?? 0} ${change.place?.line ?? ''}`)
    }
  return added + 2 * swapped.size
}
