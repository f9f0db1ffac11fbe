import type { Asked, View } from './ask.ts'
import { axisOf } from './axis.ts'
import { colorOf } from './colors.ts'
import type { Dashboard } from './dashboard.ts'
import { BARE } from './format.ts'
import { told } from './stats.ts'

/** What a machine can tell of a picture. Each check names the panel and what is wrong with it. */

const COLUMNS = 24

/** @returns panels that lie outside of the grid or on another one, and lines that are not full */
export function misplaced({ panels }: Dashboard): readonly string[] {
  const taken = new Map<string, string>()
  const found = panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
    const cells = Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`)
    const under = new Set(cells.flatMap(cell => taken.get(cell) ?? []))
    for (const cell of cells) taken.set(cell, title)
    return [
      ...(x < 0 || x + w > COLUMNS ? [`${title}: lies outside of the grid`] : []),
      ...[...under].map(other => `${title}: covers ${other}`),
    ]
  })
  const bottom = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h))
  const gaps = Array.from({ length: bottom }, (_, y) => y).filter(y =>
    Array.from({ length: COLUMNS }, (_, x) => `${x},${y}`).some(cell => !taken.has(cell)),
  )
  return [...found, ...(gaps.length > 0 ? [`lines ${gaps.join(', ')} of the grid have holes`] : [])]
}

/** Below this, a number without a unit is one that should have one: seconds, or a share. */
const TINY = 0.01

/** @returns panels whose numbers lack a unit */
export function unitless(asked: readonly Asked[]): readonly string[] {
  return asked.flatMap(({ panel: { title, fieldConfig, type }, frames }) => {
    const { unit } = fieldConfig?.defaults ?? {}
    if (type === 'heatmap' || (unit !== undefined && !BARE.has(unit))) return []
    if (unit === undefined) return [`${title}: has no unit`]
    const highest = frames.map(({ points }) =>
      Math.max(...points.map(([, value]) => Math.abs(value)).filter(Number.isFinite)),
    )
    const tiny = highest.find(value => value > 0 && value < TINY)
    return tiny === undefined || type === 'table' ? [] : [`${title}: ${tiny} has no unit`]
  })
}

/** Of the height of a chart. */
const LOW = 0.05

/** @returns charts whose lines all lie at the bottom, although no limit asks for room above them */
export function flat(asked: readonly Asked[]): readonly string[] {
  return asked
    .filter(({ panel }) => panel.type === 'timeseries')
    .flatMap(({ panel: { title, fieldConfig }, frames }) => {
      const { min, max, unit = 'short', custom } = fieldConfig?.defaults ?? {}
      const values = frames.flatMap(({ points }) => points.map(([, value]) => value)).filter(Number.isFinite)
      const highest = Math.max(...values)
      if (custom?.axisSoftMax !== undefined || highest <= 0) return []
      const axis = axisOf(values, 200, unit, {
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      })
      return highest - axis.min < LOW * (axis.max - axis.min) ? [`${title}: every line lies at the bottom`] : []
    })
}

/** @returns variables that offer nothing, and links to boards that are not there */
export function dangling({ links }: Dashboard, { variables }: View, uids: readonly string[]): readonly string[] {
  return [
    ...Object.entries(variables).flatMap(([name, values]) => (values.length === 0 ? [`${name} offers no value`] : [])),
    ...links.flatMap(({ title, url }) => {
      const uid = /^\/d\/([^?]+)/.exec(url)?.[1]
      return uid === undefined || uids.includes(uid) ? [] : [`${title} leads to ${uid}, which is not there`]
    }),
  ]
}

/** @returns titles of the numbers and bars that are red at the end of what is shown */
export function red(asked: readonly Asked[]): readonly string[] {
  return asked.flatMap(({ panel, frames }) => {
    if (panel.type !== 'stat' && panel.type !== 'state-timeline') return []
    const values = frames.flatMap(({ points }) =>
      points
        .map(([, value]) => value)
        .filter(Number.isFinite)
        .slice(-1),
    )
    const colors = values.map(value => told(value, panel.fieldConfig?.defaults ?? {}).color)
    return colors.includes(colorOf('red')) ? [panel.title] : []
  })
}
