import type { Asked, View } from './ask.ts'
import { timesOf } from './axis.ts'
import type { Box } from './chart.ts'
import { THEME } from './colors.ts'
import { markup } from './markup.ts'
import { told } from './stats.ts'

const [BOTTOM, RIGHT] = [20, 8]
const LETTER = 7.2

/** @returns a bar for each series: what it was, and since when */
export function states({ panel, frames, step }: Asked, view: View, { width, height }: Box): string {
  const left = Math.max(...frames.map(({ name }) => name.length)) * LETTER + 12
  const row = (height - BOTTOM) / frames.length
  const x = (t: number): number => left + ((t - view.from) / (view.to - view.from)) * (width - left - RIGHT)
  const bar = (value: number, { from, to, top, high }: Record<'from' | 'to' | 'top' | 'high', number>): string => {
    const { text, color } = told(value, panel.fieldConfig?.defaults ?? {})
    const word =
      to - from > text.length * LETTER + 8
        ? markup`<text class="tick" x="${from + 6}" y="${top + high / 2 + 4}" fill="${THEME.text}">${text}</text>`
        : ''
    return `${markup`<rect x="${from}" y="${top}" width="${Math.max(1, Math.min(to, width - RIGHT) - from)}" height="${high}" fill="${color}" opacity="0.7" />`}${word}`
  }
  const bars = frames.flatMap(({ name, points }, i) => {
    const label = markup`<text class="tick" x="${left - 8}" y="${(i + 0.5) * row + 4}" text-anchor="end">${name}</text>`
    return [
      label,
      ...spans(points).map(({ from, to, value }) =>
        bar(value, { from: x(from), to: x(to + step), top: i * row + row * 0.05, high: row * 0.9 }),
      ),
    ]
  })
  const times = timesOf(view.from, view.to, width - left).map(
    ({ t, text }) => markup`<text class="tick" x="${x(t)}" y="${height - 4}" text-anchor="middle">${text}</text>`,
  )
  return `<svg width="${width}" height="${height}">${[...bars, ...times].join('')}</svg>`
}

interface Span {
  readonly from: number
  readonly to: number
  readonly value: number
}

function spans(points: readonly (readonly [number, number])[]): readonly Span[] {
  const all: Span[] = []
  for (const [t, value] of points) {
    const last = all.at(-1)
    if (last?.value === value) all[all.length - 1] = { ...last, to: t }
    else all.push({ from: t, to: t, value })
  }
  return all
}
