import type { Artifact, Context } from '../../../src/artifact/index.ts'
import { makeContract } from '../../../src/contract/index.ts'
import { detect } from '../../../src/detect/index.ts'
import { renderArtifacts } from '../../../src/engine/plop.ts'
import { buildPlan } from '../../../src/plan/build.ts'
import type { Manifest, Plan } from '../../../src/plan/types.ts'
import { memory, overlay, type Workspace } from '../../../src/workspace/index.ts'

export type Files = Readonly<Record<string, string>>

const NOTHING: Manifest = { version: 1, artifacts: [], removed: [], files: {} }

/** Where the remote of a repository points to. */
export function remote(url: string): Parameters<typeof memory>[1] {
  return { history: { state: 'present', remotes: () => [{ name: 'origin', url }] } }
}

/** @returns what an artifact sees of `ws`, in which `manifest` tells the files that are ours */
export async function contextOf(ws: Workspace, manifest = NOTHING): Promise<Context> {
  const facts = await detect(ws)
  const ownersOf = (path: string): readonly string[] => manifest.files[path]?.artifacts ?? []
  return { ws, facts, contract: makeContract(facts, path => ownersOf(path).length > 0, ws), ownersOf }
}

export interface Result {
  /** The repository as it was. */
  readonly before: Context
  /** The repository with what was written. */
  readonly after: Context
  /** Every file that was written, path to text. */
  readonly texts: Files
  readonly plan: Plan
}

/** Adds artifacts to a repository in memory, as the program does: until their text no longer changes with what they write. */
export async function add(
  artifacts: readonly Artifact[],
  files: Files,
  options?: Parameters<typeof memory>[1],
): Promise<Result> {
  const ws = memory(files, options)
  const before = await contextOf(ws)
  const selected = artifacts.map(artifact => ({ artifact, answers: {} }))
  let after = before
  let plan: Plan = { files: [], manifest: NOTHING }
  for (let round = 0; round < 4; round++) {
    const next = planOf(ws, await renderArtifacts(after, selected))
    if (round > 0 && JSON.stringify(next) === JSON.stringify(plan)) return { before, after, texts: textsOf(plan), plan }
    plan = next
    after = await contextOf(overlay(ws, new Map(Object.entries(textsOf(plan)))), plan.manifest)
  }
  throw new Error('the text does not settle')
}

function planOf(ws: Workspace, rendered: Awaited<ReturnType<typeof renderArtifacts>>): Plan {
  return buildPlan({
    rendered,
    manifest: NOTHING,
    scope: [],
    readBase: () => undefined,
    readMine: path => ws.read(path),
    entryKind: path => ws.stat(path)?.kind,
    files: ws.files,
  })
}

function textsOf(plan: Plan): Files {
  return Object.fromEntries(
    plan.files.flatMap(file =>
      file.after !== undefined && file.after !== file.before ? [[file.path, file.after]] : [],
    ),
  )
}

/** @returns the text of a file that was written; throws when there is none */
export function text(result: Result, path: string): string {
  const found = result.texts[path]
  if (found === undefined) throw new Error(`not written: ${path}, but ${Object.keys(result.texts).join(', ')}`)
  return found
}

/** A package.json with scripts, for tables. */
export function manifest(scripts: Readonly<Record<string, string>>, rest: object = {}): string {
  return `${JSON.stringify({ name: 'harbour', private: true, scripts, ...rest }, null, 2)}\n`
}

export const CARGO = '[package]\nname = "harbour"\nversion = "0.1.0"\nedition = "2021"\n'
export const LOCK = 'version = 4\n\n[[package]]\nname = "harbour"\nversion = "0.1.0"\n'
