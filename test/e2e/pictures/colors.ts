/** Colours of Grafana's dark theme. */
export const THEME = {
  page: '#111217',
  panel: '#181b1f',
  border: '#2a2c32',
  text: '#ccccdc',
  weak: '#9a9ba7',
  grid: '#26282e',
  link: '#6e9fff',
} as const

const NAMED: Readonly<Record<string, string>> = {
  green: '#73bf69',
  yellow: '#fade2a',
  orange: '#ff9830',
  red: '#f2495c',
  blue: '#5794f2',
  purple: '#b877d9',
  text: THEME.text,
  transparent: 'transparent',
  'dark-orange': '#fa6400',
  'dark-red': '#c4162a',
  'semi-dark-red': '#e02f44',
  'light-blue': '#8ab8ff',
  'super-light-blue': '#c0d8ff',
}

/** What series are drawn in, one after the other, where nothing else is said. */
export const CLASSIC = [
  '#7eb26d',
  '#eab839',
  '#6ed0e0',
  '#ef843c',
  '#e24d42',
  '#1f78c1',
  '#ba43a9',
  '#705da0',
  '#508642',
  '#cca300',
]

/** @returns a colour by its name. @throws where the theme has none of that name */
export function colorOf(name: string): string {
  const color = NAMED[name] ?? (/^#|^rgb/.test(name) ? name : undefined)
  if (color === undefined) throw new Error(`colour ${name} is not known`)
  return color
}
