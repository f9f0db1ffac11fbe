import type { Answers, Artifact, Context } from '../../src/artifact/index.ts'
import { makeContract } from '../../src/contract/index.ts'
import { detect } from '../../src/detect/index.ts'
import { renderArtifacts } from '../../src/engine/plop.ts'
import type { Rendered } from '../../src/plan/types.ts'
import { memory } from '../../src/workspace/index.ts'
import type { History, Workspace } from '../../src/workspace/types.ts'

/** @returns what an artifact sees of a repository with these files */
export function contextOf(files: Readonly<Record<string, string>>, history: Partial<History> = {}): Promise<Context> {
  return contextIn(memory(files, { history }))
}

/** @returns what an artifact sees of `ws`; no file in it counts as ours */
export async function contextIn(ws: Workspace): Promise<Context> {
  const facts = await detect(ws)
  return { ws, facts, contract: makeContract(facts, () => false, ws), ownersOf: () => [] }
}

/** @returns what `artifact` wants in a repository with these files, through the engine */
export async function renderOne(artifact: Artifact, ctx: Context, answers: Answers = {}): Promise<readonly Rendered[]> {
  return renderArtifacts(ctx, [{ artifact, answers }])
}

/** @returns text of the one file that was rendered at `path`; throws when there is none */
export function textAt(rendered: readonly Rendered[], path: string): string {
  const file = rendered.find(r => r.path === path)
  if (file?.type !== 'file') throw new Error(`not rendered: ${path}, but ${rendered.map(r => r.path).join(', ')}`)
  return file.text
}
