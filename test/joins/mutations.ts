import { PLACES } from '../../src/contract/places.ts'
import type { Tree } from './types.ts'

/** One name changed in one place. */
export interface Mutation {
  readonly file: string
  readonly line: number
  readonly from: string
  readonly to: string
  readonly tree: Tree
}

/** Places that hold a name, by the files that they are in: the first group is the name. */
const NAMED: readonly (readonly [files: RegExp, places: readonly RegExp[]])[] = [
  [
    new RegExp(`^${PLACES.rules}/`),
    [
      /^ {6}- (?:record|alert): (\S+)/gm,
      /^ {10}.*?\b((?:job:)?[a-z_]+(?::\w+)*)\{/gm,
      /\{job="([^"]+)"/g,
      /[{,](\w+)[=!]~?"/g,
      /\ble=~?"([\d.]+)/g,
      /^ {10}(?:runbook_url|dashboard_url): (\S+)/gm,
      /^ {10}(?:service|severity): (\S+)/gm,
    ],
  ],
  [
    new RegExp(`^${PLACES.ruleTests}/`),
    [
      /^ {8}alertname: (\S+)/gm,
      /- series: '?([a-z_]+)/gm,
      /[{,](\w+)="/g,
      /^ {2}- (\.\.\S+)/gm,
      /^ {14}(?:runbook_url|dashboard_url): (\S+)/gm,
      /^ {14}(?:service|severity): (\S+)/gm,
    ],
  ],
  [
    new RegExp(`^${PLACES.prometheus}$`),
    [
      /^ {2}- job_name: (?!prometheus)(\S+)/gm,
      /^ {10}- (?!localhost|alertmanager|__)"?([^"\s]+)/gm,
      /^ {4}metrics_path: (\S+)/gm,
      /^ {8}- (http_2xx|tcp_connect)$/gm,
    ],
  ],
  [new RegExp(`^${PLACES.blackbox}$`), [/^ {2}(\w+):$/gm]],
  [
    new RegExp(`^${PLACES.alertmanager}$`),
    [/^ *- (?:alertname|severity|service) =~? "(\w+)/gm, /receiver: (\S+)/g, /- name: (\S+)/g],
  ],
  [
    new RegExp(`^${PLACES.runbookFolder}/`),
    [/^# (?!Runbooks)([A-Z]\w+)$/gm, /\]\(([^)]+\.(?:md|yml))\)/g, /\{job="([^"]+)"/g, /^ *\(?([a-z_]+)\{/gm],
  ],
]

/** @returns every tree in which one name is another one in one place */
export function mutations(tree: Tree): readonly Mutation[] {
  return [...tree].flatMap(([file, text]) => {
    const places = NAMED.filter(([files]) => files.test(file)).flatMap(([, patterns]) => patterns)
    const found = places.flatMap(pattern => [...text.matchAll(pattern)])
    return found.map(match => {
      const from = match[1] ?? ''
      const at = match.index + match[0].lastIndexOf(from)
      const to = renamed(from)
      const changed = text.slice(0, at) + to + text.slice(at + from.length)
      return { file, line: text.slice(0, at).split('\n').length, from, to, tree: new Map([...tree, [file, changed]]) }
    })
  })
}

/** A number becomes another number, a word gets a letter more in front of its last one. */
function renamed(name: string): string {
  if (/^[\d.]+$/.test(name)) return `${name}7`
  return `${name.slice(0, -1)}x${name.slice(-1)}`
}
