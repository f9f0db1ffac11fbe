import type { Asked, Frame, View } from './ask.ts'
import { timesOf } from './axis.ts'
import type { Box } from './chart.ts'
import { format } from './format.ts'
import { markup } from './markup.ts'

const [LEFT, BOTTOM, TOP] = [64, 44, 6]

/** From few to many, as the scheme "Oranges" goes on a dark page. */
const SCHEME = ['#2b1606', '#5a2a08', '#8e3c06', '#c6500a', '#ef7420', '#fd9a4e', '#fdbe86', '#fee0c2', '#fff5eb']

/** @returns the buckets of a histogram over time: each is what lies between its bound and the one below */
export function heatmap({ panel, frames, step }: Asked, view: View, { width, height }: Box): string {
  const sorted = [...frames].sort((a, b) => bound(a) - bound(b))
  const rows = sorted.map(({ labels, points }, i) => {
    const below = new Map(sorted[i - 1]?.points)
    return { le: labels['le'] ?? '', cells: points.map(([t, value]) => [t, value - (below.get(t) ?? 0)] as const) }
  })
  const most = Math.max(...rows.flatMap(({ cells }) => cells.map(([, value]) => value)), 1e-9)
  const high = (height - TOP - BOTTOM) / rows.length
  const x = (t: number): number => LEFT + ((t - view.from) / (view.to - view.from)) * (width - LEFT - 8)
  const wide = Math.max(1, x(view.from + step) - LEFT - 1)
  const parts = rows.flatMap(({ le, cells }, i) => {
    const y = height - BOTTOM - (i + 1) * high
    const label = le === '+Inf' ? '+Inf' : format(Number(le), panel.options?.yAxis?.unit ?? 'short')
    return [
      markup`<text class="tick y" x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${label}</text>`,
      ...cells
        .filter(([, value]) => value > 1e-9)
        .map(
          ([t, value]) =>
            markup`<rect
              x="${x(t)}"
              y="${y + 0.5}"
              width="${wide}"
              height="${Math.max(1, high - 1)}"
              fill="${shade(value / most)}"
            />`,
        ),
    ]
  })
  const times = timesOf(view.from, view.to, width - LEFT).map(
    ({ t, text }) =>
      markup`<text class="tick" x="${x(t)}" y="${height - BOTTOM + 16}" text-anchor="middle">${text}</text>`,
  )
  const scale = SCHEME.map(
    (color, i) => markup`<rect x="${LEFT + i * 24}" y="${height - 14}" width="24" height="8" fill="${color}" />`,
  )
  return `<svg width="${width}" height="${height}">${[...parts, ...times, ...scale].join('')}</svg>`
}

const bound = ({ labels }: Frame): number => (labels['le'] === '+Inf' ? Infinity : Number(labels['le']))

/** The exponent of the scheme is a half: what is rare is seen as well. */
function shade(share: number): string {
  return SCHEME[Math.min(SCHEME.length - 1, Math.floor(Math.sqrt(Math.max(0, share)) * SCHEME.length))] ?? ''
}
