/** How Grafana writes values (packages/grafana-data, valueFormats): three digits that count, in the unit that suits the value. */

type Scale = readonly (readonly [from: number, name: string])[]

const TIME: Scale = [
  [1e-9, ' ns'],
  [1e-6, ' µs'],
  [1e-3, ' ms'],
  [1, ' s'],
  [60, ' mins'],
  [3600, ' hours'],
  [86_400, ' days'],
  [604_800, ' weeks'],
]
const MINUTES: Scale = [
  [1, ' mins'],
  [60, ' hours'],
  [1440, ' days'],
  [10_080, ' weeks'],
]
const KIBI = 1024
const BYTES: Scale = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((name, i) => [KIBI ** i, ` ${name}`])
const thousands = (after: string, names = ['', ' K', ' M', ' B']): Scale =>
  names.map((name, i) => [1000 ** i, `${name}${after}`])

const UNITS: Readonly<Record<string, Scale>> = {
  s: TIME,
  m: MINUTES,
  bytes: BYTES,
  Bps: BYTES.map(([from, name]) => [from, `${name}/s`]),
  percentunit: [[0.01, '%']],
  short: thousands('', ['', ' K', ' Mil', ' Bil']),
  none: [[1, '']],
  reqps: thousands(' req/s'),
  ops: thousands(' ops/s'),
}

/** Units that say nothing of what is counted: only right for numbers of things. */
export const BARE = new Set(['short', 'none'])

/** @returns a value as a panel shows it. @throws where the unit is none that we know */
export function format(value: number, unit: string, decimals?: number): string {
  const scale = UNITS[unit]
  if (!scale) throw new Error(`unit ${unit} is not known`)
  const [from, name] = stepOf(scale, value)
  const scaled = value / from
  return `${scaled.toFixed(decimals ?? digits(scaled))}${name}`
}

/** @returns values of an axis, all with as many digits as the step between them needs */
export function formatTicks(values: readonly number[], unit: string): readonly string[] {
  const scale = UNITS[unit] ?? [[1, '']]
  return values.map(value => {
    const [from, name] = stepOf(scale, value)
    return `${Number((value / from).toPrecision(4))}${value === 0 && unit !== 'percentunit' ? nameOfZero(scale) : name}`
  })
}

const nameOfZero = (scale: Scale): string => (scale.find(([from]) => from === 1) ?? [1, ''])[1]

function stepOf(scale: Scale, value: number): readonly [number, string] {
  const all = Math.abs(value)
  return (
    scale.findLast(([from]) => all >= from) ??
    (all === 0 ? scale.find(([from]) => from === 1) : undefined) ??
    scale[0] ?? [1, '']
  )
}

function digits(value: number): number {
  if (Number.isInteger(value) || value === 0) return 0
  return Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
}
