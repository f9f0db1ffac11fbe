import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { planFor, type Planned, type Planning } from '../../src/commands/planner.ts'
import { contextFor } from '../../src/commands/session.ts'
import { statuses, type Status } from '../../src/commands/status.ts'
import type { Selection } from '../../src/engine/plop.ts'
import { resolveAnswers } from '../../src/engine/questions.ts'
import type { Answers } from '../../src/artifact/types.ts'
import { buildPlan } from '../../src/plan/build.ts'
import { emptyManifest } from '../../src/plan/manifest.ts'
import { memory } from '../../src/workspace/index.ts'
import type { Workspace } from '../../src/workspace/types.ts'
import { ANSWERS } from './answers.ts'
import { HISTORIES, REPOS } from './repository.ts'

/** @returns a fixture as it lies on the disk, without commits: who wrote it is of no matter to most tests */
export function fixtureInMemory(fixture: string): Workspace {
  const { remote, files = {} } = HISTORIES[fixture] ?? { remote: null }
  const folder = path.join(REPOS, fixture)
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')])
  const remotes = remote === null ? [] : [{ name: 'origin', url: remote }]
  const history = { state: 'present', branch: () => 'main', remotes: () => remotes } as const
  return memory({ ...(Object.fromEntries(found) as object), ...files }, { history })
}

/** @returns what a run would do that takes every artifact of which `chosen` says so; nothing in `ws` is ours yet */
export async function planIn(...asked: Parameters<typeof planningIn>): Promise<Planned> {
  const { planning, selected } = await planningIn(...asked)
  return planFor(
    planning,
    selected,
    selected.map(({ artifact }) => artifact),
  )
}

/** What such a plan is made from. */
export async function planningIn(
  ws: Workspace,
  chosen: (status: Status) => boolean,
  given: Answers = ANSWERS,
): Promise<{ readonly planning: Planning; readonly selected: readonly Selection[] }> {
  const manifest = emptyManifest()
  const { ctx } = await contextFor(ws, manifest, given, 'standard')
  const open = statuses(ctx, given).filter(
    row => row.applies === true && row.presence.state !== 'present' && chosen(row),
  )
  const selected = await Promise.all(
    open.map(async ({ artifact }) => ({ artifact, answers: (await resolveAnswers(artifact, ctx, given)).answers })),
  )
  const view = {
    manifest,
    readBase: () => undefined,
    readMine: (file: string) => ws.read(file),
    entryKind: (file: string) => ws.stat(file)?.kind,
    files: ws.files,
  }
  const planning: Planning = {
    ctx,
    manifest,
    given,
    profile: 'standard',
    terminal: { progress: () => undefined },
    buildPlan: (rendered, scope) => buildPlan({ ...view, rendered, scope: scope.map(artifact => artifact.id) }),
  }
  return { planning, selected }
}
