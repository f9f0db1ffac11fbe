import { format } from './format.ts'

/** Where the lines of a chart are. */
export interface Axis {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

const NICE = [1, 2, 2.5, 5, 10]
const SPACE = 34
const HEADROOM = 0.1

export interface Bounds {
  readonly min?: number
  readonly max?: number
  readonly softMax?: number
  readonly softMin?: number
}

/** @returns an axis for these values: what is set holds, otherwise a tenth is left free, as in uPlot */
export function axisOf(values: readonly number[], height: number, unit: string, bounds: Bounds): Axis {
  const [low, high] = [Math.min(...values, Infinity), Math.max(...values, -Infinity)]
  const known = Number.isFinite(low)
  const spread = known ? high - low || Math.abs(high) : 1
  const free = (value: number): number => (spread || 1) * value
  const softened = Math.max(known ? high + free(HEADROOM) : 1, bounds.softMax ?? -Infinity)
  const min = bounds.min ?? Math.min(known ? low - free(HEADROOM) : 0, bounds.softMin ?? Infinity)
  const max = bounds.max ?? (softened > min ? softened : min + 1)
  return { min, max, ticks: ticksOf(min, max, Math.max(2, Math.floor(height / SPACE)), unit) }
}

function ticksOf(min: number, max: number, most: number, unit: string): readonly number[] {
  const base = unit === 'bytes' ? 2 : 10
  const raw = (max - min) / most
  const magnitude = base ** Math.floor(Math.log(raw) / Math.log(base) + 1e-9)
  const step =
    (base === 2 ? [1, 2] : NICE).map(nice => nice * magnitude).find(nice => nice >= raw - 1e-12) ?? magnitude * base
  const first = Math.ceil(min / step - 1e-9) * step
  return Array.from({ length: Math.floor((max - first) / step + 1e-9) + 1 }, (_, i) =>
    Number((first + i * step).toPrecision(12)),
  )
}

/** @returns labels of an axis, each with the digits that tell it from its neighbour */
export function labelsOf({ ticks }: Axis, unit: string): readonly string[] {
  return ticks.map(tick => {
    const text = format(tick, unit)
    return text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '')
  })
}

const TIME_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]
/** Between two times, and half of what one is wide. */
const [TIME_SPACE, HALF] = [75, 20]

/** @returns times to write below a chart */
export function timesOf(
  from: number,
  to: number,
  width: number,
): readonly { readonly t: number; readonly text: string }[] {
  const raw = ((to - from) / width) * TIME_SPACE
  const step = TIME_STEPS.find(each => each >= raw) ?? 86_400
  const first = Math.ceil(from / step) * step
  const room = ((to - from) / width) * HALF
  return Array.from({ length: Math.floor((to - room - first) / step) + 1 }, (_, i) => {
    const t = first + i * step
    const text = new Date(t * 1000).toISOString()
    return { t, text: step >= 86_400 ? text.slice(5, 10).replace('-', '/') : text.slice(11, 16) }
  })
}
