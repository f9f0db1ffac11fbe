/** As much of Go's text/template, with the functions of Helm, as the charts use. */

export type Expr =
  | { readonly kind: 'literal'; readonly value: unknown }
  /** `.a.b`, `$.a.b`, `$name.a` or `(…).a`, with arguments where the last one is a method. */
  | { readonly kind: 'field'; readonly base: Base; readonly names: readonly string[] }
  | { readonly kind: 'call'; readonly head: Expr | string; readonly args: readonly Expr[] }
  /** Each stage gets what the one before it gave as its last argument. */
  | { readonly kind: 'pipe'; readonly stages: readonly Expr[] }

export type Base = { readonly kind: 'dot' } | { readonly kind: 'variable'; readonly name: string } | Expr

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expr: Expr }
  | { readonly kind: 'assign'; readonly name: string; readonly declares: boolean; readonly expr: Expr }
  | { readonly kind: 'if' | 'with'; readonly expr: Expr; readonly body: Nodes; readonly otherwise: Nodes }
  | {
      readonly kind: 'range'
      readonly expr: Expr
      readonly names: readonly string[]
      readonly body: Nodes
      readonly otherwise: Nodes
    }
  | { readonly kind: 'define'; readonly name: string; readonly body: Nodes }

export type Nodes = readonly Node[]
