import type { Asked, Frame } from './ask.ts'
import type { Box } from './chart.ts'
import { colorOf, THEME } from './colors.ts'
import type { Field, Panel } from './dashboard.ts'
import { format } from './format.ts'
import { markup } from './markup.ts'

/** @returns the colour of the last threshold that a value has reached */
export function colorAt(
  value: number,
  steps: readonly { readonly color: string; readonly value: number | null }[],
): string {
  return colorOf(steps.findLast(step => step.value === null || value >= step.value)?.color ?? 'text')
}

/** @returns how a value is written, and in which colour */
export function told(
  value: number,
  { unit = 'none', decimals, mappings = [], thresholds }: Field,
): { readonly text: string; readonly color: string } {
  const word = mappings.map(({ options }) => options[String(value)]).find(found => found !== undefined)
  if (word) return { text: word.text, color: colorOf(word.color) }
  return { text: format(value, unit, decimals), color: colorAt(value, thresholds?.steps ?? []) }
}

/** @returns the numbers of a panel, side by side; where there are more than one, each with its name */
export function stat({ panel, frames }: Asked, { width, height }: Box): string {
  const tiles = frames.map(frame =>
    tile(panel, frame, frames.length > 1, { width: (width - 8 * (frames.length - 1)) / frames.length, height }),
  )
  return `<div class="tiles">${tiles.join('')}</div>`
}

function tile(panel: Panel, { name, points }: Frame, named: boolean, box: Box): string {
  const values = points.map(([, value]) => value).filter(Number.isFinite)
  const last = values.at(-1)
  if (last === undefined)
    return markup`<div class="tile"><span class="none">${panel.fieldConfig?.defaults.noValue ?? 'No data'}</span></div>`
  const { text, color } = told(last, panel.fieldConfig?.defaults ?? {})
  const { colorMode, graphMode } = panel.options ?? {}
  const filled = colorMode === 'background'
  const size = Math.min(box.height * (named ? 0.4 : 0.5), (box.width - 16) / Math.max(2, text.length) / 0.58)
  const area = graphMode === 'area' ? sparkline(points, color, box) : ''
  return `${markup`<div class="tile" style="width:${box.width}px;height:${box.height}px;background:${filled ? color : 'none'}">`}${area}${
    named ? markup`<span class="name" style="color:${filled ? '#fff' : THEME.text}">${name}</span>` : ''
  }${markup`<span class="value" style="font-size:${size}px;color:${filled ? '#fff' : color}">${text}</span></div>`}`
}

function sparkline(points: Frame['points'], color: string, { width, height }: Box): string {
  const known = points.filter(([, value]) => Number.isFinite(value))
  const [from = 0, to = 1] = [known[0]?.[0], known.at(-1)?.[0]]
  const values = known.map(([, value]) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (t: number): number => ((t - from) / Math.max(1, to - from)) * width
  const y = (value: number): number => height - 4 - (high === low ? 0.5 : (value - low) / (high - low)) * height * 0.4
  const line = known.map(([t, value]) => `${x(t).toFixed(1)},${y(value).toFixed(1)}`).join('L')
  return markup`<svg class="spark" width="${width}" height="${height}">
    <path d="M0,${height}L${line}L${width},${height}Z" fill="${color}" opacity="0.18" />
    <path d="M${line}" fill="none" stroke="${color}" />
  </svg>`
}
