import type { View } from '../../view.ts'
import { dirname, join } from '../../../text/paths.ts'

/** What rustfmt goes by; names as in rustfmt.toml. */
export interface Layout {
  readonly maxWidth: number
  /** Of a chain of two or more methods on one line. */
  readonly chainWidth: number
  /** Of the arguments of a call on one line. */
  readonly callWidth: number
  /** False where the repository has settings of its own that a new file may not follow. */
  readonly usual: boolean
}

const USUAL: Layout = { maxWidth: 100, chainWidth: 60, callWidth: 60, usual: true }

/** @returns the layout that the nearest rustfmt.toml asks for */
export function layoutOf(view: View, folder: string): Layout {
  for (let at = folder; ; at = dirname(at)) {
    const path = ['rustfmt.toml', '.rustfmt.toml'].map(name => join(at, name)).find(name => view.has(name))
    if (path !== undefined) return fromText(view.text(path) ?? '')
    if (at === '.') return USUAL
  }
}

function fromText(text: string): Layout {
  const set = new Map([...text.matchAll(/^\s*(\w+)\s*=\s*"?([^"#\n]*)"?/gm)].map(m => [m[1], (m[2] ?? '').trim()]))
  const number = (key: string, otherwise: number): number => Number(set.get(key) ?? otherwise)
  const maxWidth = number('max_width', USUAL.maxWidth)
  const heuristics = set.get('use_small_heuristics')
  const part = heuristics === 'Max' ? maxWidth : heuristics === 'Off' ? 0 : Math.round((maxWidth * 60) / 100)
  const usual = [...set.keys()].every(key => key === 'edition' || key === 'style_edition' || key === 'newline_style')
  return {
    maxWidth,
    chainWidth: number('chain_width', part),
    callWidth: number('fn_call_width', part),
    usual,
  }
}

/** @returns the width of the line of `offset` when the piece from there to `end` has `text` in its place */
export function widthWith(source: string, offset: number, end: number, text: string): number {
  const start = source.lastIndexOf('\n', offset - 1) + 1
  const stop = source.indexOf('\n', end)
  const rest = source
    .slice(end, stop === -1 ? source.length : stop)
    .replace(/\r$/, '')
    .replace(/\s*\/\/.*$/, '')
  return offset - start + text.length + rest.length
}
