import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KUBERNETES_METRICS, probeMetrics } from '../../src/contract/telemetry/exporters.ts'
import type { ServiceContract } from '../../src/contract/types.ts'
import type { World } from '../joins/types.ts'
import { worldOf } from '../joins/worlds.ts'
import { temporaryFolder } from '../support/repository.ts'
import { ask, marks, viewOf, type Asked, type View } from './pictures/ask.ts'
import { draw } from './pictures/browser.ts'
import { dangling, flat, misplaced, red, unitless } from './pictures/checks.ts'
import type { Dashboard } from './pictures/dashboard.ts'
import { past } from './pictures/history.ts'
import { COLUMN } from './pictures/page.ts'
import { CALLED, END } from './pictures/story.ts'
import { hasWhatItNeeds } from './needed.ts'
import { provideTools } from './pictures/tools.ts'
import type { Prometheus } from './prometheus.ts'

/**
 * Each dashboard as somebody sees it who is called at night, and once things are well again: drawn as Grafana would, with what a real
 * Prometheus answers. `npm run test:e2e -- pictures`; the pictures are kept where PICTURES names a folder.
 */

const missing = await provideTools()

hasWhatItNeeds('the pictures', missing)

const WORLDS = [
  { name: 'node', fixture: 'fastify-pg-redis', code: true, port: 19_401 },
  { name: 'rust', fixture: 'axum-workspace-db', code: true, port: 19_402 },
  { name: 'platform', fixture: 'axum-api', code: false, port: 19_403 },
] as const

const MOMENTS = [
  ['called', CALLED],
  ['healed', END],
] as const

/** Boards without a number that is held against a limit. */
const NEVER_RED = ['runtime']

const BOARD = /grafana\/dashboards\/.*\/([\w-]+)\.json$/

/** What the contract says that Prometheus holds. */
function metricsOf({ telemetry, probes, needs }: ServiceContract): readonly string[] {
  const own =
    telemetry.source === 'service' ? telemetry.metrics : [...probeMetrics(probes.readiness), ...KUBERNETES_METRICS]
  const all = [...own, ...needs.flatMap(({ exporter }) => exporter.metrics)]
  return all.map(({ name, type }) => (type === 'histogram' || type === 'summary' ? `${name}_count` : name))
}

describe.skipIf(missing.length > 0).each(WORLDS)('$name', ({ name, fixture, code, port }) => {
  const work = temporaryFolder()
  const out = path.resolve(process.env['PICTURES'] ?? temporaryFolder(), name)
  let [world, prometheus]: [World?, Prometheus?] = []
  let boards: ReadonlyMap<string, Dashboard> = new Map()

  beforeAll(async () => {
    mkdirSync(out, { recursive: true })
    world = await worldOf(fixture, code)
    boards = new Map(
      [...world.tree].flatMap(([file, text]) => {
        const board = BOARD.exec(file)?.[1]
        return board === undefined ? [] : [[board, JSON.parse(text) as Dashboard]]
      }),
    )
    prometheus = await past(work, world, port)
  })

  afterAll(async () => {
    await prometheus?.stop()
    process.stdout.write(`pictures: ${out}\n`)
  })

  it('has a past of every metric that the contract names', async () => {
    const names = (await prometheus?.get<readonly string[]>('label/__name__/values')) ?? []
    const wanted = world?.contract.services.flatMap(metricsOf) ?? []
    expect(wanted.length).toBeGreaterThan(5)
    expect(wanted.filter(metric => !names.includes(metric))).toEqual([])
  })

  it('has boards whose panels lie beside each other, and whose links lead somewhere', async () => {
    const uids = [...boards.values()].map(({ uid }) => uid)
    for (const [board, dashboard] of boards) {
      const view = await viewOf(dashboard, END, given(prometheus))
      expect([board, misplaced(dashboard), dangling(dashboard, view, uids)]).toEqual([board, [], []])
    }
  })

  it.each(MOMENTS)('shows what somebody has to know when %s', async (moment, to) => {
    const reds = new Map<string, readonly string[]>()
    for (const [board, dashboard] of boards) {
      const view = await viewOf(dashboard, to, given(prometheus))
      const asked = await ask(dashboard, view, COLUMN, given(prometheus))
      const seen = await picture(`${board}-${moment}`, dashboard, view, asked)
      expect([board, ...seen]).toEqual([board])
      reds.set(board, red(asked))
    }
    const alarming = [...reds].filter(([board]) => !NEVER_RED.includes(board))
    if (moment === 'called') expect(alarming.filter(([, titles]) => titles.length === 0)).toEqual([])
    else expect(reds.get('service') ?? []).toEqual([])
  })

  /** @returns what is wrong with it */
  async function picture(
    file: string,
    dashboard: Dashboard,
    view: View,
    asked: readonly Asked[],
  ): Promise<readonly string[]> {
    const starts = await marks(dashboard, view, given(prometheus))
    const { found, drawn } = await draw(work, file, { dashboard, view, asked, marks: starts })
    copyFileSync(path.join(work, `${file}.png`), path.join(out, `${file}.png`))
    return [
      ...(drawn === asked.length ? [] : [`${drawn} of ${asked.length} panels are drawn`]),
      ...found,
      ...unitless(asked),
      ...flat(asked),
    ]
  }
})

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an earlier step failed')
  return value
}
