import { parser } from '@prometheus-io/lezer-promql'
import type { SyntaxNode } from '@lezer/common'

/** What a PromQL expression asks for, read by the parser of Prometheus' own editor. */

export interface AskedMatcher {
  readonly label: string
  readonly op: string
  readonly value: string
}

export interface Asked {
  readonly metric: string
  readonly matchers: readonly AskedMatcher[]
  /** Range of the selector, where it has one. */
  readonly range?: string
  /** Functions and aggregations around it, the nearest first. */
  readonly inside: readonly string[]
}

export interface Reading {
  /** Texts that do not parse. */
  readonly errors: readonly string[]
  readonly selectors: readonly Asked[]
  /** Labels of `by (…)`, `without (…)`, `on (…)`. */
  readonly grouping: readonly string[]
}

/** Grafana replaces its variables before it asks; durations stand where durations are wanted. */
export function expanded(expr: string): string {
  return expr
    .replaceAll('$__rate_interval', '1m')
    .replaceAll('$__range', '1h')
    .replaceAll('$job', 'shop')
    .replaceAll('$instance', '.+')
    .replaceAll('$namespace', '.+')
    .replaceAll('$exporter', '.+')
}

/** @returns what `expr` asks for; variables must be replaced */
export function read(expr: string): Reading {
  const text = (node: SyntaxNode): string => expr.slice(node.from, node.to)
  const errors: string[] = []
  const selectors: Asked[] = []
  const grouping: string[] = []
  parser.parse(expr).iterate({
    enter({ node, name, type }) {
      if (type.isError) errors.push(expr.slice(node.from, Math.min(expr.length, node.to + 20)))
      if (name === 'VectorSelector') selectors.push(selectorOf(node, text))
      if (name === 'GroupingLabels') for (const label of node.getChildren('LabelName')) grouping.push(text(label))
    },
  })
  return { errors, selectors, grouping }
}

function selectorOf(node: SyntaxNode, text: (node: SyntaxNode) => string): Asked {
  const identifier = node.getChild('Identifier')
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(matcher => {
    const [label, op, value] = [matcher.firstChild, matcher.getChild('MatchOp'), matcher.lastChild]
    return {
      label: label ? text(label) : '',
      op: op ? text(op) : '',
      value: value ? (JSON.parse(text(value)) as string) : '',
    }
  })
  const range = node.parent?.name === 'MatrixSelector' ? text(node.parent).replace(/^.*\[|\]$/gs, '') : undefined
  const inside: string[] = []
  for (let at = node.parent; at; at = at.parent) {
    const called = at.getChild('FunctionIdentifier') ?? at.getChild('AggregateOp')
    if (called) inside.push(text(called))
  }
  return { metric: identifier ? text(identifier) : '', matchers, inside, ...(range === undefined ? {} : { range }) }
}
