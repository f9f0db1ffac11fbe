import type { Entry } from '../workspace/types.ts'
import { byCodeUnit } from '../text/paths.ts'
import { wishes, type Wish } from './check-rendered.ts'
import { own } from './json.ts'
import { planEdits, planFile, planGone, type Place } from './plan-path.ts'
import { hiddenFrom, obstacleAt } from './obstacle.ts'
import type { ConflictChoice, FilePlan, Manifest, ManifestEntry, Plan, Rendered } from './types.ts'

export interface PlanInput {
  readonly rendered: readonly Rendered[]
  readonly manifest: Manifest
  /** Ids of the artifacts that this run is about: what it no longer writes of theirs goes; what belongs to others stays as it is. */
  readonly scope: readonly string[]
  /** Those of them that the user takes back. */
  readonly remove?: readonly string[] | undefined
  /** Base copy by its hash; undefined when it is missing or is not what its name says. */
  readonly readBase: (hash: string) => string | undefined
  /** Text of a file on the disk, ignored by git or not; undefined when it is not there or is not text. */
  readonly readMine: (path: string) => string | undefined
  /** What the disk has at a path; `link` also below a symbolic link. */
  readonly entryKind: (path: string) => Entry['kind'] | undefined
  /** Files that git shows: a name that differs from one of them in case only stands in the way, and a file that is not one of them is not edited. */
  readonly files: readonly string[]
  /** For conflicts. Undefined: they are left, and reported until they are settled; `mine` settles them in favour of the user's file. */
  readonly conflict?: ConflictChoice | undefined
  /** Choices for single paths; they hold as well for a file of the user that stands where one of ours would be written. */
  readonly choices?: ReadonlyMap<string, ConflictChoice> | undefined
}

/** @returns what to do with each file, and what the manifest says afterwards. Pure. @throws PlanError when the artifacts contradict each other */
export function buildPlan(input: PlanInput): Plan {
  const wanted = wishes(input.rendered)
  const scope = new Set([...input.scope, ...input.rendered.map(r => r.artifact)])
  const inScope = (entry: ManifestEntry | undefined): boolean => entry?.artifacts.some(id => scope.has(id)) ?? false
  const known = Object.keys(input.manifest.files).filter(path => inScope(own(input.manifest.files, path)))
  const [obstacle, hidden] = [obstacleAt(input), hiddenFrom(input)]
  const files = [...new Set([...wanted.keys(), ...known])].sort(byCodeUnit).map(path => {
    const place = { ...placeAt(input, scope, path, obstacle(path)), hidden: hidden(path) }
    return planPath(place, wanted.get(path))
  })
  return { files, manifest: manifestAfter(input, scope, files) }
}

function placeAt(
  input: PlanInput,
  scope: ReadonlySet<string>,
  path: string,
  obstacle: string | undefined,
): Omit<Place, 'hidden'> {
  const entry = own(input.manifest.files, path)
  const chosen = input.choices?.get(path)
  return {
    path,
    scope,
    entry,
    obstacle,
    mine: obstacle === undefined ? input.readMine(path) : undefined,
    base: entry && input.readBase(entry.base),
    conflict: chosen ?? input.conflict,
    chosen,
    removing: entry?.artifacts.every(id => !scope.has(id) || (input.remove ?? []).includes(id)) ?? false,
  }
}

function planPath(place: Place, wish: Wish | undefined): FilePlan {
  if (!wish) return planGone(place)
  return wish.type === 'file' ? planFile(place, wish.file, wish.artifacts) : planEdits(place, wish.edits)
}

function manifestAfter(
  { manifest, rendered, remove = [] }: PlanInput,
  scope: ReadonlySet<string>,
  files: readonly FilePlan[],
): Manifest {
  const planned = new Set(files.map(f => f.path))
  const others = Object.entries(manifest.files).filter(([path]) => !planned.has(path))
  const entries = [...others, ...files.flatMap((f): [string, ManifestEntry][] => (f.entry ? [[f.path, f.entry]] : []))]
  const owners = new Set(entries.flatMap(([, entry]) => entry.artifacts))
  const stay = manifest.artifacts.filter(id => !scope.has(id))
  const back = new Set(rendered.map(r => r.artifact))
  const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort(byCodeUnit)
  return {
    version: 1,
    artifacts: sorted([...stay, ...owners]).filter(id => !remove.includes(id)),
    removed: sorted([...manifest.removed.filter(id => !back.has(id)), ...remove]),
    files: Object.fromEntries(entries.sort(([a], [b]) => byCodeUnit(a, b))),
  }
}
