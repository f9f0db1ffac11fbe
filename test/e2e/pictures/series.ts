import { appendFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { END, FIRST } from './story.ts'

export type Labels = Readonly<Record<string, string>>

/** A series that is told for some time. */
export interface Series {
  readonly name: string
  readonly labels: Labels
  /** Values at these times, which rise; NaN where there is none. */
  readonly at: (times: readonly number[]) => readonly number[]
  /** Told for days, as objectives need it. */
  readonly long: boolean
}

/** @returns a series that is what it is at each time; where `value` is NaN there is no sample */
export function gauge(name: string, labels: Labels, value: (t: number) => number, long = false): Series {
  return { name, labels, at: times => times.map(value), long }
}

/** @returns a series that grows by a rate a second, and begins anew at each start of its process */
export function counter(
  name: string,
  labels: Labels,
  rate: (t: number) => number,
  { starts = [], long = false }: { readonly starts?: readonly number[]; readonly long?: boolean } = {},
): Series {
  const at = (times: readonly number[]): readonly number[] => {
    let [total, last] = [1000 * rate(times[0] ?? 0), times[0] ?? 0]
    return times.map(t => {
      if (starts.some(start => last < start && start <= t)) total = 0
      total += Math.max(0, rate(t)) * (t - last)
      last = t
      return total
    })
  }
  return { name, labels, at, long }
}

/** Seconds between two samples: of the days before, and of the last hours, which are looked at closely. */
const [COARSE, FINE] = [150, 15]
const CLOSE = END - 4 * 3600 - 600
const DAY = 86_400

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)

/** Writes series in the format of OpenMetrics, one file a day: a tool that makes blocks reads each file once for each block. @returns the files */
export function write(dir: string, all: readonly Series[]): readonly string[] {
  const close = range(CLOSE, END + FINE, FINE)
  const long = [...range(FIRST, CLOSE, COARSE), ...close]
  const files = new Map<number, string>()
  for (const series of all) {
    const times = series.long ? long : close
    const lines = linesOf(series, times, series.at(times))
    for (const [day, text] of lines) {
      const file = files.get(day) ?? path.join(dir, `${day}.om`)
      if (!files.has(day)) writeFileSync(file, '')
      files.set(day, file)
      appendFileSync(file, text)
    }
  }
  for (const file of files.values()) appendFileSync(file, '# EOF\n')
  return [...files.values()]
}

/** @returns a series as OpenMetrics names it */
export function selectorOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return `${name}{${pairs.join(',')}}`
}

function linesOf({ name, labels }: Series, times: readonly number[], values: readonly number[]): Map<number, string> {
  const selector = selectorOf(name, labels)
  const days = new Map<number, string[]>()
  times.forEach((t, i) => {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) return
    const day = Math.floor(t / DAY)
    days.set(day, days.get(day) ?? [])
    days.get(day)?.push(`${selector} ${Number(value.toPrecision(10))} ${t}\n`)
  })
  return new Map([...days].map(([day, lines]) => [day, lines.join('')]))
}
