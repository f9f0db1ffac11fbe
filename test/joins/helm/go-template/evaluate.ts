import { FUNCTIONS, isTrue, text } from './functions.ts'
import type { Expr, Node, Nodes } from './types.ts'

type Variables = Map<string, { value: unknown }>

interface Scope {
  readonly dot: unknown
  readonly variables: Variables
  readonly defined: ReadonlyMap<string, Nodes>
}

/** @returns the named templates among `nodes` */
export function definitionsIn(nodes: Nodes): readonly (readonly [name: string, Nodes])[] {
  return nodes.flatMap(node => (node.kind === 'define' ? [[node.name, node.body] as const] : []))
}

/**
 * @returns what a template prints
 * @throws Error for a field, variable, function or named template that is not there: what Go would take for nothing is a name that went wrong
 */
export function evaluate(nodes: Nodes, dot: unknown, defined: ReadonlyMap<string, Nodes>): string {
  return print(nodes, { dot, variables: new Map([['$', { value: dot }]]), defined })
}

function print(nodes: Nodes, outer: Scope): string {
  const scope = { ...outer, variables: new Map(outer.variables) }
  return nodes.map(node => printed(node, scope)).join('')
}

function printed(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'define') return ''
  const value = valueOf(node.expr, scope)
  if (node.kind === 'output') return text(value)
  if (node.kind === 'assign') return assign(node.name, node.declares, value, scope.variables)
  if (node.kind === 'range') return repeated(node, value, scope)
  if (!isTrue(value)) return print(node.otherwise, scope)
  return print(node.body, node.kind === 'with' ? { ...scope, dot: value } : scope)
}

function assign(name: string, declares: boolean, value: unknown, variables: Variables): string {
  const known = variables.get(name)
  if (declares) variables.set(name, { value })
  else if (known) known.value = value
  else throw new Error(`no variable ${name}`)
  return ''
}

function repeated(node: Extract<Node, { kind: 'range' }>, value: unknown, scope: Scope): string {
  if (!isTrue(value)) return print(node.otherwise, scope)
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value as object)
  return entries
    .map(([key, item]) => {
      const pair = node.names.length > 1 ? [key, item] : [item]
      const bound = node.names.map((name, i) => [name, { value: pair[i] }] as const)
      return print(node.body, { ...scope, dot: item, variables: new Map([...scope.variables, ...bound]) })
    })
    .join('')
}

function valueOf(expr: Expr, scope: Scope, piped: readonly unknown[] = []): unknown {
  switch (expr.kind) {
    case 'literal':
      return expr.value
    case 'pipe':
      return expr.stages.reduce<unknown>((value, stage, i) => valueOf(stage, scope, i === 0 ? [] : [value]), undefined)
    case 'field':
      return fieldOf(expr, scope)
    case 'call': {
      const args = [...expr.args.map(arg => valueOf(arg, scope)), ...piped]
      if (typeof expr.head === 'string') return called(expr.head, args, scope)
      const method = valueOf(expr.head, scope)
      if (typeof method !== 'function') throw new Error('arguments for what is no method')
      return (method as (...all: readonly unknown[]) => unknown)(...args)
    }
  }
}

function called(name: string, args: readonly unknown[], scope: Scope): unknown {
  if (name === 'include') {
    const nodes = scope.defined.get(text(args[0]))
    if (!nodes) throw new Error(`no template is called ${text(args[0])}`)
    return evaluate(nodes, args[1], scope.defined)
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
  if (!known) throw new Error(`no function ${name}`)
  return known(...args)
}

function fieldOf({ base, names }: Extract<Expr, { kind: 'field' }>, scope: Scope): unknown {
  const start =
    base.kind === 'dot' ? scope.dot : base.kind === 'variable' ? variable(base.name, scope) : valueOf(base, scope)
  return names.reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !(name in value))
      throw new Error(`nothing is called .${names.join('.')}`)
    return (value as Record<string, unknown>)[name]
  }, start)
}

function variable(name: string, { variables }: Scope): unknown {
  const known = variables.get(name)
  if (!known) throw new Error(`no variable ${name}`)
  return known.value
}
