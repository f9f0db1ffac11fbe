import { describe, expect, test } from 'vitest'
import { mergeText } from '../../../src/plan/merge.ts'
import { DIALECTS } from '../observability/dialects.ts'
import { boards, shop, type GrafanaDashboard, type GrafanaPanel } from '../observability/support.ts'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

type Panel = Partial<GrafanaPanel> & { readonly id: number }
const PATH = 'deploy/grafana/dashboards/shop/service.json'
const merged = (base: unknown, mine: unknown, next: unknown): unknown => {
  const { text, marked } = mergeText(PATH, json(base), json(mine), json(next))
  if (text === undefined) throw new Error(marked)
  return JSON.parse(text)
}

describe('a list whose items have ids merges item by item', () => {
  const base = {
    panels: [
      { id: 9, expr: 'a', x: 0 },
      { id: 8, expr: 'b', x: 12 },
    ],
  }

  test('an item of the user, one that was moved, and one that we changed', () => {
    const mine = {
      panels: [
        { id: 8, expr: 'b', x: 0 },
        { id: 9, expr: 'a', x: 6 },
        { id: 10, expr: 'mine', x: 18 },
      ],
    }
    const next = {
      panels: [
        { id: 9, expr: 'a2', x: 0 },
        { id: 8, expr: 'b2', x: 12 },
        { id: 7, expr: 'new', x: 0 },
      ],
    }
    expect(merged(base, mine, next)).toEqual({
      panels: [
        { id: 8, expr: 'b2', x: 0 },
        { id: 9, expr: 'a2', x: 6 },
        { id: 10, expr: 'mine', x: 18 },
        { id: 7, expr: 'new', x: 0 },
      ],
    })
  })

  test('what the user took out stays out, whatever became of it', () => {
    const next = {
      panels: [
        { id: 9, expr: 'a2', x: 0 },
        { id: 8, expr: 'b2', x: 12 },
      ],
    }
    expect(merged(base, { panels: [{ id: 8, expr: 'b', x: 1 }] }, next)).toEqual({
      panels: [{ id: 8, expr: 'b2', x: 1 }],
    })
  })

  test('what we took out goes, unless the user changed it', () => {
    const next = { panels: [{ id: 8, expr: 'b2', x: 12 }] }
    expect(merged(base, { panels: [...base.panels, { id: 1 }] }, next)).toEqual({
      panels: [{ id: 8, expr: 'b2', x: 12 }, { id: 1 }],
    })
    const edited = { panels: [{ id: 9, expr: 'mine', x: 0 }, base.panels[1]] }
    expect(mergeText(PATH, json(base), json(edited), json(next))).toMatchObject({ writable: false })
  })

  test('a conflict names the item', () => {
    const mine = { panels: [{ id: 9, expr: 'mine', x: 0 }, base.panels[1]] }
    const next = { panels: [{ id: 9, expr: 'ours', x: 0 }, base.panels[1]] }
    expect(mergeText(PATH, json(base), json(mine), json(next)).marked).toContain('panels[id=9].expr')
  })

  test.each([
    ['an id is there twice', { panels: [...base.panels, { id: 9, expr: 'again' }] }],
    ['an item has none', { panels: [...base.panels, { expr: 'without' }] }],
  ])('where %s, the list merges as any other', (_case, mine) => {
    const next = { panels: [{ id: 9, expr: 'a2', x: 0 }, base.panels[1]] }
    expect(merged(base, mine, next)).toEqual({ panels: [next.panels[0], ...mine.panels.slice(1)] })
  })

  test('YAML as well', () => {
    const text = (first: string, more = ''): string => `rules:\n  - id: a\n    when: ${first}\n${more}`
    const { text: result } = mergeText('r.yml', text('x'), text('x', '  - id: mine\n    when: z\n'), text('fast'))
    expect(result).toBe('rules:\n  - id: a\n    when: fast\n  - id: mine\n    when: z\n')
  })
})

describe('a dashboard that a user has changed', () => {
  const edit = (board: GrafanaDashboard, change: (panel: Panel) => Panel): GrafanaDashboard => ({
    ...board,
    panels: board.panels.map(panel => change(panel) as GrafanaPanel),
  })

  test('keeps the panel that was added, the place of the one that was moved, and gets our new query', async () => {
    const metrics = DIALECTS['prod-ready, Node']
    const base = boards(await shop(metrics ? { metrics } : {}))['service']!
    const highest = Math.max(...base.panels.map(({ id }) => id))
    const moved = base.panels.find(({ title }) => title === 'Errors')!.id
    const mine = edit(base, panel => (panel.id === moved ? { ...panel, gridPos: { x: 0, y: 90, w: 24, h: 4 } } : panel))
    const added = { id: highest + 1, type: 'text', title: 'Ours', gridPos: { x: 0, y: 100, w: 24, h: 4 } }
    const next = edit(base, panel =>
      panel.id === moved ? { ...panel, targets: [{ ...panel.targets![0]!, expr: 'new_query' }] } : panel,
    )
    const result = merged(base, { ...mine, panels: [...mine.panels, added] }, next) as GrafanaDashboard
    expect(result.panels.find(({ id }) => id === moved)).toMatchObject({
      gridPos: { y: 90 },
      targets: [{ expr: 'new_query' }],
    })
    expect(result.panels.at(-1)).toEqual(added)
    expect(result.panels).toHaveLength(base.panels.length + 1)
  })
})
