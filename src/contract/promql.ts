/** PromQL as text. Values that come from a repository are quoted here. */

import { literally } from '../text/patterns.ts'

export interface Matcher {
  readonly label: string
  readonly op: '=' | '!=' | '=~' | '!~'
  readonly value: string
}

export const equals = (label: string, value: string): Matcher => ({ label, op: '=', value })
export const matches = (label: string, value: string): Matcher => ({ label, op: '=~', value })

/** @returns `name{label="value",…}` */
export function selector(name: string, matchers: readonly Matcher[] = []): string {
  const inner = matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(',')
  return inner === '' ? name : `${name}{${inner}}`
}

/** @returns a matcher of what is none of the texts, which hold no wildcard; one text is no pattern */
export function noneOf(label: string, texts: readonly string[]): Matcher {
  const [only, ...more] = texts
  if (only !== undefined && more.length === 0) return { label, op: '!=', value: only }
  return { label, op: '!~', value: texts.map(literally).join('|') }
}

/** Bound of a bucket: Prometheus 3 writes `1.0` where version 2 keeps the `1` of the client. */
export function bucket(bound: number): Matcher {
  return Number.isInteger(bound) ? matches('le', `${bound}(\\.0)?`) : equals('le', String(bound))
}
