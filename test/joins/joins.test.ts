import { describe, expect, test } from 'vitest'
import { artifact as routing } from '../../generators/observability/alert-routing/index.ts'
import { artifact as alerts } from '../../generators/observability/alerts/index.ts'
import { artifact as runbooks } from '../../generators/operations/alert-runbooks/index.ts'
import { renderArtifacts } from '../../src/engine/plop.ts'
import { DIALECTS, serviceWith } from './services.ts'
import { looseEnds } from './index.ts'
import { mutations } from './mutations.ts'
import type { World } from './types.ts'

async function worldOf(dialect: string): Promise<World> {
  const ctx = await serviceWith(DIALECTS[dialect])
  const answers = { 'runbook-url': 'none', 'alert-receiver': 'slack' }
  const rendered = await renderArtifacts(
    ctx,
    [alerts, runbooks, routing].map(artifact => ({ artifact, answers })),
  )
  const tree = new Map(rendered.flatMap(file => (file.type === 'file' ? [[file.path, file.text]] : [])))
  return { tree, contract: ctx.contract, exists: path => tree.has(path) || ctx.ws.has(path) }
}

describe.each([...Object.keys(DIALECTS), 'none'])('a service with the metrics of %s', dialect => {
  test('gets names of which each exists', async () => {
    expect(looseEnds(await worldOf(dialect))).toEqual([])
  })

  test('gets no name that can be changed in one place without being noticed', async () => {
    const world = await worldOf(dialect)
    const all = sample(mutations(world.tree), 250)
    expect(all.length).toBeGreaterThan(200)
    const unnoticed = all.filter(
      ({ tree }) => looseEnds({ ...world, tree, exists: path => tree.has(path) || world.exists(path) }).length === 0,
    )
    expect(unnoticed.map(({ file, line, from, to }) => `${file}:${line} ${from} -> ${to}`)).toEqual([])
  }, 60_000)
})

/** @returns at most about `count` of them, from all parts of the list */
function sample<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, all.length / count)
  return all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step))
}
