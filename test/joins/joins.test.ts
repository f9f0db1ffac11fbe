import { beforeAll, describe, expect, test } from 'vitest'
import { artifact as routing } from '../../generators/observability/alert-routing/index.ts'
import { artifact as alerts } from '../../generators/observability/alerts/index.ts'
import { artifact as dashboards } from '../../generators/observability/dashboards/index.ts'
import { artifact as runbooks } from '../../generators/operations/alert-runbooks/index.ts'
import { artifact as load } from '../../generators/testing/load/index.ts'
import { renderArtifacts } from '../../src/engine/plop.ts'
import type { Rendered } from '../../src/plan/types.ts'
import { overlay } from '../../src/workspace/index.ts'
import { fixtures } from '../support/repository.ts'
import { DIALECTS, serviceWith } from './services.ts'
import { isLoose, looseEnds } from './index.ts'
import { mutations } from './mutations.ts'
import type { Tree, World } from './types.ts'
import { worldOf } from './worlds.ts'

/** How a fixture is written: `outside` leaves its source code alone, so that its services have no metrics of their own. */
const OUTSIDE = ['axum-api', 'fastify-pg-redis']

/** Together they have every kind of file that names something. */
const CHANGED = new Set(['axum-api (outside)', 'fastify-pg-redis', 'hostile-names', 'pnpm-monorepo'])

const LIBRARY = 'metrics of '

const WORLDS = [
  ...fixtures().map(name => ({ title: name, make: () => worldOf(name, true) })),
  ...OUTSIDE.map(name => ({ title: `${name} (outside)`, make: () => worldOf(name, false) })),
  ...[...Object.keys(DIALECTS), 'none'].map(name => ({ title: LIBRARY + name, make: () => worldWith(name) })),
]

/** A service with metrics of a library, that no fixture uses. */
async function worldWith(dialect: string): Promise<World> {
  const ctx = await serviceWith(DIALECTS[dialect])
  const answers = { 'runbook-url': 'none', 'alert-receiver': 'slack' }
  const selected = [alerts, runbooks, routing, dashboards, load].map(artifact => ({ artifact, answers }))
  const first = treeOf(await renderArtifacts(ctx, selected))
  // dashboards show what the rules record once these are there
  const tree = treeOf(await renderArtifacts({ ...ctx, ws: overlay(ctx.ws, first) }, selected))
  return { tree, contract: ctx.contract, exists: path => tree.has(path) || ctx.ws.has(path) }
}

function treeOf(rendered: readonly Rendered[]): Tree {
  return new Map(rendered.flatMap(file => (file.type === 'file' ? [[file.path, file.text]] : [])))
}

let changes = 0

describe.each(WORLDS)('$title', ({ title, make }) => {
  let world: World
  beforeAll(async () => {
    world = await make()
  }, 60_000)

  test('every name exists where it points to', () => {
    expect(looseEnds(world)).toEqual([])
  })

  test('the module is called in every service of a framework that it is written for', () => {
    const without = world.contract.services.filter(({ service }) => service.appSite && !service.appModule)
    expect(title.includes('(outside)') || without.length === 0 || title.startsWith(LIBRARY)).toBe(true)
  })

  if (!CHANGED.has(title) && !title.startsWith(LIBRARY)) return
  test('no name can be changed in one place without being noticed', () => {
    const all = mutations(world.tree, 1, title.length)
    changes += all.length
    const unnoticed = all.filter(
      ({ file, tree }) => !isLoose({ ...world, tree, exists: path => tree.has(path) || world.exists(path) }, file),
    )
    expect(unnoticed.map(({ file, line, from, to }) => `${file}:${line} ${from} -> ${to}`)).toEqual([])
  }, 60_000)
})

test('hundreds of names were changed', () => {
  expect(changes).toBeGreaterThan(500)
})
