import type { Asked, Frame } from './ask.ts'
import type { Box } from './chart.ts'
import { format } from './format.ts'
import { markup } from './markup.ts'
import { colorAt } from './stats.ts'

type Cells = Readonly<Record<string, string | number>>

/** @returns the rows of a table: queries that share their labels share a row; columns have the titles and the order that are asked for */
export function table({ panel, frames }: Asked, { height }: Box): string {
  const options = panel.transformations?.find(({ id }) => id === 'organize')?.options ?? {}
  const { indexByName = {}, renameByName = {}, excludeByName = {} } = options
  const names = [...new Set(frames.flatMap(({ refId, labels }) => [...Object.keys(labels), `Value #${refId}`]))]
    .filter(name => excludeByName[name] !== true)
    .sort((a, b) => (indexByName[a] ?? 99) - (indexByName[b] ?? 99))
  const titles = names.map(name => renameByName[name] ?? name)
  const rows = merged(frames).map(row =>
    Object.fromEntries(names.map((name, i) => [titles[i] ?? name, row[name] ?? ''])),
  )
  const sorted = (panel.options?.sortBy ?? [])
    .toReversed()
    .reduce(
      (all, { desc, displayName }) =>
        [...all].sort((a, b) => (desc ? -1 : 1) * (Number(a[displayName]) - Number(b[displayName]))),
      rows,
    )
  const head = titles
    .map((title, i) => markup`<th class="${names[i]?.startsWith('Value') === true ? 'number' : ''}">${title}</th>`)
    .join('')
  const body = sorted.map(row => `<tr>${titles.map(title => cell(panel, title, row[title] ?? '')).join('')}</tr>`)
  return `<div class="table" style="height:${height}px"><table><tr>${head}</tr>${body.join('')}</table></div>`
}

function merged(frames: readonly Frame[]): readonly Cells[] {
  const rows = new Map<string, Cells>()
  for (const { refId, labels, points } of frames) {
    const key = JSON.stringify(Object.entries(labels).sort())
    rows.set(key, { ...labels, ...rows.get(key), [`Value #${refId}`]: points.at(-1)?.[1] ?? '' })
  }
  return [...rows.values()]
}

function cell(panel: Asked['panel'], title: string, value: string | number): string {
  if (typeof value === 'string') return markup`<td>${value}</td>`
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {}
  const own = overrides.filter(({ matcher }) => matcher.options === title).flatMap(({ properties }) => properties)
  const of = (id: string): unknown => own.find(property => property.id === id)?.value
  const unit = (of('unit') as string | undefined) ?? defaults.unit ?? 'short'
  const { type } = (of('custom.cellOptions') as { type: string } | undefined) ?? { type: 'auto' }
  const thresholds = (of('thresholds') as typeof defaults.thresholds | undefined) ?? defaults.thresholds
  const color = type === 'auto' ? 'inherit' : colorAt(value, thresholds?.steps ?? [])
  const decimals = of('decimals') as number | undefined
  return markup`<td class="number" style="color:${color}">${format(value, unit, decimals)}</td>`
}
