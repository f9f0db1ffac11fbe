import { readFileSync } from 'node:fs'
import type { Asked, View } from './ask.ts'
import { chart, type Box } from './chart.ts'
import { THEME } from './colors.ts'
import type { Dashboard, Panel } from './dashboard.ts'
import { heatmap } from './heatmap.ts'
import { escaped, markup } from './markup.ts'
import { legend } from './legend.ts'
import { states } from './states.ts'
import { stat } from './stats.ts'
import { table } from './tables.ts'

/** Grafana's grid. */
const [CELL, GAP, COLUMNS] = [30, 8, 24]
const [HEADER, PADDING] = [32, 8]
export const WIDTH = 1600
const EDGE = 16
export const COLUMN = (WIDTH - 2 * EDGE - GAP * (COLUMNS - 1)) / COLUMNS + GAP

/** A dashboard with everything that is drawn of it. */
export interface Picture {
  readonly dashboard: Dashboard
  readonly view: View
  readonly asked: readonly Asked[]
  /** Times of annotations. */
  readonly marks: readonly number[]
}

/** @returns a page that looks as Grafana does; `findings` in it are what its script sees of cut text */
export function pageOf({ dashboard, view, asked, marks }: Picture): string {
  const panels = dashboard.panels.map(panel => {
    const own = asked.find(one => one.panel.id === panel.id)
    return own ? panelOf(own, view, marks) : rowOf(panel)
  })
  const bottom = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h))
  const style = readFileSync(new URL('page.css', import.meta.url), 'utf8')
  const script = readFileSync(new URL('page-findings.js', import.meta.url), 'utf8')
  return `<!doctype html><meta charset="utf-8"><title>${escaped(dashboard.title)}</title><style>:root{--page:${THEME.page};--panel:${THEME.panel};--border:${THEME.border};--text:${THEME.text};--weak:${THEME.weak};--link:${THEME.link}}${style}</style>
${head(dashboard, view)}<main style="height:${bottom * (CELL + GAP)}px">${panels.join('\n')}</main><script>${script}</script>`
}

/** @returns how high the page is */
export function heightOf({ dashboard }: Picture): number {
  return Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * (CELL + GAP) + 110
}

function head({ title, templating, links, annotations, refresh, time }: Dashboard, { variables, to }: View): string {
  const chosen = templating.list.map(({ label, type, current, name }) => {
    const all = variables[name] ?? []
    const value = type === 'datasource' ? 'prometheus' : (current?.text.join(', ') ?? 'All')
    return markup`<span class="variable"><label>${label}</label><em title="${all.join(', ')}">${value}</em></span>`
  })
  const toggles = annotations.list
    .filter(({ hide }) => hide !== true)
    .map(({ name }) => markup`<span class="toggle">${name} <u></u></span>`)
  const buttons = links.map(link => markup`<a class="link" href="${link.url}">${link.title}</a>`)
  const until = new Date(to * 1000).toISOString().slice(0, 16).replace('T', ' ')
  return `<header>${markup`<h1>Dashboards › ${title}</h1>
    <span class="time"
      >${time.from} to now (${until}) · ${refresh}</span
    >`}</header><nav>${[...chosen, ...toggles].join('')}<span class="links">${buttons.join('')}</span></nav>`
}

interface Place extends Box {
  readonly left: number
  readonly top: number
}

function placeOf({ gridPos: { x, y, w, h } }: Panel): Place {
  return { left: EDGE + x * COLUMN, top: y * (CELL + GAP), width: w * COLUMN - GAP, height: h * (CELL + GAP) - GAP }
}

const at = ({ left, top, width, height }: Place): string =>
  `left:${left}px;top:${top}px;width:${width}px;height:${height}px`

function rowOf(panel: Panel): string {
  return markup`<h2 style="${at(placeOf(panel))}">${panel.collapsed === true ? '›' : '⌄'} ${panel.title}</h2>`
}

function panelOf(asked: Asked, view: View, marks: readonly number[]): string {
  const { panel, frames } = asked
  const place = placeOf(panel)
  const box = { width: place.width - 2 * PADDING - 2, height: place.height - HEADER - PADDING - 2 }
  const inside = frames.every(({ points }) => points.length === 0) ? empty(panel) : contentOf(asked, view, marks, box)
  const info = panel.description === undefined ? '' : markup`<span class="info" title="${panel.description}">i</span>`
  return `${markup`<section id="panel-${panel.id}" data-type="${panel.type}" style="${at(place)}"><h3><span class="title">${panel.title}</span>`}${info}</h3><div class="content">${inside}</div></section>`
}

function empty({ fieldConfig }: Panel): string {
  return markup`<p class="nothing">${fieldConfig?.defaults.noValue ?? 'No data'}</p>`
}

function contentOf(asked: Asked, view: View, marks: readonly number[], box: Box): string {
  const { panel } = asked
  switch (panel.type) {
    case 'stat':
      return stat(asked, box)
    case 'state-timeline':
      return states(asked, view, box)
    case 'table':
      return table(asked, box)
    case 'heatmap':
      return heatmap(asked, view, box)
    case 'timeseries': {
      const { html: names, chart: left, right } = legend(asked, box)
      return `<div class="${right ? 'beside' : 'below'}">${chart(asked, view, marks, left).svg}${names}</div>`
    }
    default:
      throw new Error(`a panel of type ${panel.type} cannot be drawn`)
  }
}
