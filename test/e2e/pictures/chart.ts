import type { Asked, View } from './ask.ts'
import { axisOf, labelsOf, timesOf, type Axis } from './axis.ts'
import { CLASSIC, colorOf, THEME } from './colors.ts'
import type { Field } from './dashboard.ts'
import { markup } from './markup.ts'

export interface Line {
  readonly name: string
  readonly color: string
  readonly points: readonly (readonly [t: number, value: number])[]
}

/** Something that is drawn, with what a check asks about it. */
export interface Drawn {
  readonly svg: string
  readonly axis: Axis
}

export interface Box {
  readonly width: number
  readonly height: number
}

const BOTTOM = 22
const TOP = 6

/** @returns the lines of a panel, each in its colour */
export function linesOf({ panel, frames }: Asked): readonly Line[] {
  const { fieldConfig } = panel
  return frames.map(({ name, points }, i) => {
    const own = fieldConfig?.overrides
      .find(({ matcher }) => matcher.options === name)
      ?.properties.find(({ id }) => id === 'color')
    const color = own ? (own.value as { fixedColor: string }).fixedColor : undefined
    const { color: all } = fieldConfig?.defaults ?? {}
    const fixed = color ?? (all?.mode === 'fixed' ? all.fixedColor : undefined)
    return { name, points, color: fixed === undefined ? (CLASSIC[i % CLASSIC.length] ?? '') : colorOf(fixed) }
  })
}

/** @returns a chart over time as Grafana draws it */
export function chart(asked: Asked, view: View, marks: readonly number[], box: Box): Drawn {
  const { unit = 'short', min, max, custom = {}, thresholds }: Field = asked.panel.fieldConfig?.defaults ?? {}
  const stacked = custom.stacking?.mode === 'normal'
  const lines = stacked ? stack(linesOf(asked)) : linesOf(asked)
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value).filter(Number.isFinite))
  const height = box.height - BOTTOM - TOP
  const bounds = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(custom.axisSoftMax === undefined ? {} : { softMax: custom.axisSoftMax }),
    ...(custom.axisSoftMin === undefined ? {} : { softMin: custom.axisSoftMin }),
  }
  const axis = axisOf(values, height, unit, bounds)
  const labels = labelsOf(axis, unit)
  const left = Math.max(...labels.map(text => text.length), 2) * 7 + 12
  const x = (t: number): number => left + ((t - view.from) / (view.to - view.from)) * (box.width - left - 8)
  const y = (value: number): number => TOP + (1 - (value - axis.min) / (axis.max - axis.min)) * height
  const style = custom.thresholdsStyle?.mode ?? 'off'
  const steps = style === 'off' ? [] : (thresholds?.steps ?? [])
  const parts = [
    ...axis.ticks.map((tick, i) => grid(left, box.width - 8, y(tick), labels[i] ?? '')),
    ...timesOf(view.from, view.to, box.width - left).map(({ t, text }) => time(x(t), TOP, TOP + height, text)),
    ...areas(steps, style, { left, right: box.width - 8, y, axis }),
    markup`<svg
      x="0"
      y="${TOP}"
      width="${box.width}"
      height="${height}"
      viewBox="0 ${TOP} ${box.width} ${height}"
    >`,
    ...lines.map((line, i) => path(line, { x, y, asked, base: stacked ? lines[i - 1] : undefined, floor: axis.min })),
    '</svg>',
    ...steps.flatMap(({ value, color }) => threshold(value, colorOf(color), { left, right: box.width - 8, y, axis })),
    ...marks.map(t => mark(x(t), TOP, TOP + height)),
  ]
  return { svg: `<svg width="${box.width}" height="${box.height}">${parts.join('')}</svg>`, axis }
}

function stack(lines: readonly Line[]): readonly Line[] {
  const totals = new Map<number, number>()
  return lines.map(line => ({
    ...line,
    points: line.points.map(([t, value]) => {
      totals.set(t, (totals.get(t) ?? 0) + value)
      return [t, totals.get(t) ?? 0] as const
    }),
  }))
}

function grid(left: number, right: number, y: number, text: string): string {
  return markup`<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${THEME.grid}" /><text
      class="tick y"
      x="${left - 6}"
      y="${y + 4}"
      text-anchor="end"
      >${text}</text
    >`
}

function time(x: number, top: number, bottom: number, text: string): string {
  return markup`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="${THEME.grid}" /><text
      class="tick"
      x="${x}"
      y="${bottom + 16}"
      text-anchor="middle"
      >${text}</text
    >`
}

interface Plot {
  readonly left: number
  readonly right: number
  readonly y: (value: number) => number
  readonly axis: Axis
}

function threshold(value: number | null, color: string, { left, right, y, axis }: Plot): readonly string[] {
  if (value === null || value < axis.min || value > axis.max) return []
  return [
    markup`<line
      class="limit"
      x1="${left}"
      x2="${right}"
      y1="${y(value)}"
      y2="${y(value)}"
      stroke="${color}"
      stroke-width="1.5"
      stroke-dasharray="8 6"
    />`,
  ]
}

type Steps = readonly { readonly color: string; readonly value: number | null }[]

/** The background between thresholds, where it is asked for. */
function areas(steps: Steps, style: string, { left, right, y, axis }: Plot): readonly string[] {
  if (!style.includes('area')) return []
  return steps.flatMap(({ color, value }, i) => {
    const from = Math.max(axis.min, value ?? axis.min)
    const to = Math.min(axis.max, steps[i + 1]?.value ?? axis.max)
    if (from >= to || color === 'transparent') return []
    return [
      markup`<rect
        x="${left}"
        width="${right - left}"
        y="${y(to)}"
        height="${y(from) - y(to)}"
        fill="${colorOf(color)}"
        opacity="0.12"
      />`,
    ]
  })
}

interface Drawing {
  readonly x: (t: number) => number
  readonly y: (value: number) => number
  readonly asked: Asked
  /** The line that this one stands on. */
  readonly base: Line | undefined
  readonly floor: number
}

function path({ points, color }: Line, { x, y, asked, base, floor }: Drawing): string {
  const {
    fillOpacity = 0,
    lineWidth = 1,
    lineInterpolation = 'linear',
  } = asked.panel.fieldConfig?.defaults.custom ?? {}
  const below = new Map(base?.points)
  const parts = segments(points, asked.step).map(segment => {
    const top = segment.map(([t, value], i) => {
      const before = segment[i - 1]
      const step = lineInterpolation === 'stepAfter' && before ? `L${x(t)},${y(before[1])}` : ''
      return `${i === 0 ? 'M' : `${step}L`}${x(t)},${y(value)}`
    })
    const feet = segment.toReversed().map(([t]) => `L${x(t)},${y(below.get(t) ?? Math.max(0, floor))}`)
    const area = markup`<path d="${[...top, ...feet].join('')}Z" fill="${color}" opacity="${fillOpacity / 100}" />`
    return `${area}${markup`<path d="${top.join('')}" fill="none" stroke="${color}" stroke-width="${Math.max(lineWidth, 0)}" />`}`
  })
  return parts.join('')
}

/** A gap in the data is a gap in the line. */
function segments(points: Line['points'], step: number): readonly Line['points'][] {
  const all: (readonly [number, number])[][] = []
  let last = -Infinity
  for (const point of points) {
    if (!Number.isFinite(point[1])) continue
    if (point[0] - last > step * 1.5) all.push([])
    all.at(-1)?.push(point)
    last = point[0]
  }
  return all
}

function mark(x: number, top: number, bottom: number): string {
  return markup`<line
      x1="${x}"
      x2="${x}"
      y1="${top}"
      y2="${bottom}"
      stroke="${colorOf('blue')}"
      stroke-dasharray="4 3"
    /><path d="M${x - 5},${bottom + 5}L${x + 5},${bottom + 5}L${x},${bottom}Z" fill="${colorOf('blue')}" />`
}
