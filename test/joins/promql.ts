import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { memo } from '../../src/text/memo.ts'

/** What a PromQL expression asks for. */
export interface Selection {
  readonly metric: string
  readonly matchers: readonly { readonly label: string; readonly value: string; readonly op: string }[]
}

export interface Expression {
  readonly selections: readonly Selection[]
  /** Labels that it groups or joins by. */
  readonly grouping: readonly string[]
  /** Text of the first place that is no PromQL. */
  readonly error?: string
}

/** @returns what `expr` asks for, by Prometheus' own grammar; variables of Grafana are put in first */
export const readPromql: (expr: string) => Expression = memo(read, 5000)

function read(expr: string): Expression {
  const text = expr
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$__interval', '1m')
    .replaceAll('$__range', '1h')
    .replace(/\$\{?(\w+)(?::\w+)?\}?/g, 'VARIABLE_$1')
  const selections: Selection[] = []
  const grouping: string[] = []
  let error: string | undefined
  parser.parse(text).iterate({
    enter: ({ name, node, type }) => {
      if (type.isError) error ??= text.slice(Math.max(0, node.from - 20), node.to + 20)
      if (name === 'VectorSelector') selections.push(selectionOf(text, node))
      if (name === 'GroupingLabels') grouping.push(...labelsIn(text, node))
    },
  })
  return { selections, grouping, ...(error === undefined ? {} : { error }) }
}

function selectionOf(text: string, node: SyntaxNode): Selection {
  const identifier = node.getChild('Identifier')
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(matcher => {
    const [label, op, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map(part => {
      const child = matcher.getChild(part)
      return child ? text.slice(child.from, child.to) : ''
    })
    return { label: label ?? '', op: op ?? '', value: unquoted(value ?? '""') }
  })
  return { metric: identifier ? text.slice(identifier.from, identifier.to) : '', matchers }
}

function unquoted(literal: string): string {
  return literal.startsWith('"') ? (JSON.parse(literal) as string) : literal.slice(1, -1)
}

function labelsIn(text: string, node: SyntaxNode): readonly string[] {
  return node.getChildren('LabelName').map(label => text.slice(label.from, label.to))
}
