import type { Context } from '../artifact/types.ts'
import { renderArtifacts, type Selection } from '../engine/plop.ts'
import type { Rendered } from '../plan/types.ts'
import { overlay } from '../workspace/index.ts'

/**
 * Renders artifacts in turns, so that those that speak of others find them: their files always, what is known through them where they ask for
 * it, because to look at the repository again takes as long as rendering. Only the time depends on it: a plan is rendered again until it settles.
 * @param look the repository as it will be with what was rendered
 * @returns what they want, in the order of `selected`
 */
export async function renderInTurns(
  context: Context,
  selected: readonly Selection[],
  look: (rendered: readonly Rendered[]) => Promise<Context>,
): Promise<readonly Rendered[]> {
  let rendered: readonly Rendered[] = []
  let ctx = context
  const unseen = new Set<string>()
  for (const turn of turnsOf(selected)) {
    const ids = new Set<string>(turn.map(({ artifact }) => artifact.id))
    if (turn.some(({ artifact }) => artifact.afterFactsOf?.some(id => unseen.has(id)))) {
      ctx = await look(rendered)
      unseen.clear()
    }
    const more = await renderArtifacts(ctx, turn)
    rendered = [...rendered.filter(wish => !ids.has(wish.artifact)), ...more]
    ids.forEach(id => unseen.add(id))
    ctx = withNew(ctx, more)
  }
  return inOrder(selected, rendered)
}

/** @returns what was rendered, artifact by artifact as they were chosen: files that several make in one come last */
export function inOrder(selected: readonly Selection[], rendered: readonly Rendered[]): readonly Rendered[] {
  const place = new Map<string, number>(selected.map(({ artifact }, index) => [artifact.id, index]))
  const placeOf = ({ artifact }: Rendered): number => place.get(artifact) ?? selected.length
  return [...rendered].sort((a, b) => placeOf(a) - placeOf(b))
}

interface Step {
  readonly selection: Selection
  /** Set when it is the second time that the artifact is rendered. */
  readonly again: boolean
  readonly waitsFor: readonly string[]
}

/** Each turn waits for nothing but those before it; artifacts that wait for each other share the last one. */
function turnsOf(selected: readonly Selection[]): readonly (readonly Selection[])[] {
  const ids = new Set<string>(selected.map(({ artifact }) => artifact.id))
  return inTurns(
    selected.flatMap((selection): Step[] => {
      const { id, after = [], afterFactsOf = [], againAfter = [] } = selection.artifact
      const first = { selection, again: false, waitsFor: [...after, ...afterFactsOf] }
      const second = { selection, again: true, waitsFor: [id, ...againAfter] }
      return againAfter.some(other => ids.has(other)) ? [first, second] : [first]
    }),
  )
}

function inTurns(steps: readonly Step[]): readonly (readonly Selection[])[] {
  if (steps.length === 0) return []
  const open = new Set<string>(steps.flatMap(({ selection, again }) => (again ? [] : [selection.artifact.id])))
  const ready = steps.filter(({ waitsFor }) => !waitsFor.some(id => open.has(id)))
  const turn = ready.length === 0 ? steps : ready
  return [turn.map(step => step.selection), ...inTurns(steps.filter(step => !turn.includes(step)))]
}

/** @returns the repository with files that were not there; the others stay as they are, because the plan says what becomes of them */
function withNew(ctx: Context, rendered: readonly Rendered[]): Context {
  const missing = new Map(rendered.filter(wish => !ctx.ws.has(wish.path)).map(wish => [wish.path, wish]))
  const texts = [...missing.values()].map((wish): [string, string] => [
    wish.path,
    wish.type === 'file' ? wish.text : (wish.seed ?? ''),
  ])
  return {
    ...ctx,
    ws: overlay(ctx.ws, new Map(texts)),
    ownersOf: path => {
      const wish = missing.get(path)
      return wish ? [wish.artifact] : ctx.ownersOf(path)
    },
  }
}
