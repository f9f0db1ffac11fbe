import type { Asked } from './ask.ts'
import { linesOf, type Box, type Line } from './chart.ts'
import { format } from './format.ts'
import { markup } from './markup.ts'

const CALCS: Readonly<
  Record<string, { readonly title: string; readonly of: (values: readonly number[]) => number | undefined }>
> = {
  lastNotNull: { title: 'Last *', of: values => values.at(-1) },
  max: { title: 'Max', of: values => (values.length === 0 ? undefined : Math.max(...values)) },
  min: { title: 'Min', of: values => (values.length === 0 ? undefined : Math.min(...values)) },
  mean: {
    title: 'Mean',
    of: values => (values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length),
  },
}

const ROW = 22
/** Of the height of a panel, below a chart; of its width, beside it. */
const [MOST_HEIGHT, MOST_WIDTH] = [0.35, 0.6]
const NUMBER = 80
const LETTER = 7.2

/** @returns the legend of a panel, and what is left for the chart */
export function legend(
  asked: Asked,
  box: Box,
): { readonly html: string; readonly chart: Box; readonly right: boolean } {
  const { legend: how } = asked.panel.options ?? {}
  if (how?.showLegend !== true) return { html: '', chart: box, right: false }
  const lines = linesOf(asked)
  const right = how.placement === 'right'
  const calcs = how.calcs ?? []
  const list = how.displayMode === 'list'
  const rows = (list && !right ? 1 : lines.length) + (list || calcs.length === 0 ? 0 : 1)
  const wide = Math.max(...lines.map(({ name }) => name.length), 4) * LETTER + 30 + calcs.length * NUMBER
  const width = right ? Math.min(box.width * MOST_WIDTH, wide) : box.width
  const height = right ? box.height : Math.min(box.height * MOST_HEIGHT, rows * ROW)
  const inside = list ? listed(asked) : table(asked, calcs)
  return {
    html: `<div class="legend" style="width:${width}px;height:${height}px">${inside}</div>`,
    chart: { width: right ? box.width - width - 8 : box.width, height: right ? box.height : box.height - height - 4 },
    right,
  }
}

function listed(asked: Asked): string {
  const items = linesOf(asked).map(
    ({ name, color }) =>
      markup`<span class="item"><i style="background:${color}"></i><b class="name">${name}</b></span>`,
  )
  return `<div class="list">${items.join('')}</div>`
}

/** The order that the panel asks for; without one, that of the queries. */
function sorted(asked: Asked): readonly Line[] {
  const { sortBy, sortDesc } = asked.panel.options?.legend ?? {}
  const calc = Object.values(CALCS).find(({ title }) => title === sortBy)
  if (!calc) return linesOf(asked)
  const value = ({ points }: Line): number =>
    calc.of(points.map(([, each]) => each).filter(Number.isFinite)) ?? -Infinity
  return [...linesOf(asked)].sort((a, b) => (sortDesc === true ? value(b) - value(a) : value(a) - value(b)))
}

function table(asked: Asked, calcs: readonly string[]): string {
  const { unit = 'short', decimals } = asked.panel.fieldConfig?.defaults ?? {}
  const known = calcs.flatMap(calc => CALCS[calc] ?? [])
  const head = known.map(({ title }) => markup`<span class="number">${title}</span>`)
  const rows = sorted(asked).map(({ name, color, points }) => {
    const values = points.map(([, value]) => value).filter(Number.isFinite)
    const numbers = known.map(({ of }) => {
      const value = of(values)
      return markup`<span class="number">${value === undefined ? '' : format(value, unit, decimals)}</span>`
    })
    return `<div class="row">${markup`<i style="background:${color}"></i><b class="name">${name}</b>`}${numbers.join('')}</div>`
  })
  return `<div class="row head"><b class="name">Name</b>${head.join('')}</div>${rows.join('')}`
}
