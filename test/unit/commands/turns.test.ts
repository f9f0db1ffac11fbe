import { describe, expect, test } from 'vitest'
import { contextAfter, lasting, planFor } from '../../../src/commands/planner.ts'
import { inOrder, renderInTurns } from '../../../src/commands/turns.ts'
import { defineArtifact, type Artifact, type Context } from '../../../src/artifact/index.ts'
import { renderArtifacts, type Selection } from '../../../src/engine/plop.ts'
import type { Rendered } from '../../../src/plan/types.ts'
import { contextOf } from '../../support/context.ts'
import { fixtureInMemory, planningIn } from '../../support/plan.ts'
import { fixtures } from '../../support/repository.ts'

/** Writes `operations/<name>.md`, in which stand the files of the others that it finds, and the scripts that are known. */
const fake = (name: string, order: Pick<Artifact, 'after' | 'afterFactsOf' | 'againAfter'> = {}): Selection => ({
  artifact: defineArtifact({
    ...order,
    id: `operations/${name}`,
    title: name,
    kind: 'doc',
    why: 'It is a test.',
    capabilities: [],
    applies: () => true,
    audit: () => ({ state: 'absent', evidence: [], reason: 'it is a test' }),
    questions: [],
    outputs: ctx => [{ type: 'file', path: `operations/${name}.md`, own: 'managed', content: said(ctx) }],
  }),
  answers: {},
})

const said = ({ ws, facts }: Context): string =>
  [...ws.files, ...facts.projects.map(({ path }) => `project ${path}`)]
    .filter(text => !text.startsWith('README'))
    .join(' ')

const texts = (rendered: readonly Rendered[]): object =>
  Object.fromEntries(rendered.map(wish => [wish.path, wish.type === 'file' ? wish.text.trimEnd() : '']))

describe('artifacts are rendered in turns', () => {
  const looked: (readonly Rendered[])[] = []
  const turns = async (...selected: readonly Selection[]): Promise<object> => {
    looked.length = 0
    return texts(
      await renderInTurns(await contextOf({ 'README.md': '' }), selected, rendered => {
        looked.push(rendered)
        return contextOf({ 'Cargo.toml': '[package]\nname = "a"\n' })
      }),
    )
  }

  test('one that comes after another finds its file, and nobody looks at the repository again', async () => {
    expect(await turns(fake('b', { after: ['operations/a'] }), fake('a'))).toEqual({
      'operations/b.md': 'operations/a.md',
      'operations/a.md': '',
    })
    expect(looked).toEqual([])
  })

  test('one that comes after the facts of another is told what the repository is like then', async () => {
    const result = await turns(fake('a'), fake('b', { afterFactsOf: ['operations/a'] }))
    expect(result).toMatchObject({ 'operations/b.md': 'Cargo.toml project .' })
    expect(looked.map(texts)).toEqual([{ 'operations/a.md': '' }])
  })

  test('two that look for each other both find what they look for', async () => {
    const result = await turns(fake('a', { againAfter: ['operations/b'] }), fake('b', { after: ['operations/a'] }))
    expect(result).toEqual({
      'operations/a.md': 'operations/a.md operations/b.md',
      'operations/b.md': 'operations/a.md',
    })
  })

  test('an order that goes round in a circle ends', async () => {
    const result = await turns(fake('a', { after: ['operations/b'] }), fake('b', { after: ['operations/a'] }))
    expect(Object.keys(result)).toEqual(['operations/a.md', 'operations/b.md'])
  })
})

describe('what is rendered in turns is what the repository wants once all of it is there', () => {
  test.each(fixtures())('%s', async fixture => {
    const { planning, selected } = await planningIn(
      fixtureInMemory(fixture),
      ({ artifact }) => artifact.kind !== 'code',
    )
    const first = await renderInTurns(planning.ctx, selected, rendered =>
      contextAfter(planning, planning.buildPlan(rendered, [])),
    )
    const artifacts = selected.map(({ artifact }) => artifact)
    const { after } = await planFor(planning, selected, artifacts)
    const last = inOrder(selected, await renderArtifacts(after, selected))
    const [before, now] = [names(first), names(last)]
    const wavering = [...before, ...now].flatMap(([text, name]) => (before.has(text) && now.has(text) ? [] : [name]))
    expect([...new Set(wavering)]).toEqual([])
  })
})

/** @returns what each of them wants as text -> whose file it is */
const names = (rendered: readonly Rendered[]): ReadonlyMap<string, string> =>
  new Map(lasting(rendered).map((wish, n) => [JSON.stringify(wish), `${rendered[n]?.artifact}: ${rendered[n]?.path}`]))
