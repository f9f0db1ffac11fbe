import type { SyntaxNode } from '@lezer/common'
import {
  argumentsOf,
  childrenOf,
  dotted,
  literalText,
  memberKey,
  propertyKey,
  propertyValue,
  sourceOf,
  walk,
  type Script,
} from '../source/script.ts'
import { isProbe } from './endpoints.ts'

/** A route of a class with decorators. */
export interface Controlled {
  readonly script: Script
  readonly path: string
  readonly node: SyntaxNode
}

/** @returns the routes for probes of classes: `@Controller('health') class … { @Get('ready') … }` */
export function controllersIn(script: Script): readonly Controlled[] {
  const found: Controlled[] = []
  walk(script.top, ({ name, node }) => {
    if (name !== 'ClassDeclaration') return undefined
    const base = decoratedBy(node)
      .map(place => decoratorPath(script, place, /^Controller$/))
      .find(path => path !== undefined)
    for (const method of base === undefined
      ? []
      : (node.getChild('ClassBody')?.getChildren('MethodDeclaration') ?? [])) {
      const path = decoratorPath(script, method, /^(Get|All|Head)$/)
      const full = path === undefined ? undefined : `${base ?? ''}/${path}`
      if (full !== undefined && isProbe(full)) found.push({ script, path: full, node: method })
    }
    return undefined
  })
  return found
}

/** The nodes that may have the decorators of a class: in front of `export` the grammar gives them a class of their own. */
function decoratedBy(node: SyntaxNode): readonly SyntaxNode[] {
  const before = node.parent?.name === 'ExportDeclaration' ? node.parent.prevSibling : null
  const stray = before?.name === 'ClassDeclaration' && !before.getChild('ClassBody') ? [before] : []
  return [node, ...(node.parent ? [node.parent] : []), ...stray]
}

/** @returns the path that a decorator of `node` names; '' for one without; undefined where there is no such decorator */
function decoratorPath(script: Script, node: SyntaxNode | null, name: RegExp): string | undefined {
  for (const decorator of node ? childrenOf(node).filter(child => child.name === 'Decorator') : []) {
    const call = decorator.getChild('CallExpression')
    if (!call || !name.test(dotted(script, call.firstChild) ?? '')) continue
    const [first] = argumentsOf(call)
    if (first?.name === 'ObjectExpression') {
      const property = first.getChildren('Property').find(p => propertyKey(script, p) === 'path')
      const value = property && propertyValue(property)
      return (value && literalText(script, value)) ?? ''
    }
    return (first && literalText(script, first)) ?? ''
  }
  return undefined
}

/** @returns what versions in the path put in front of a route that has no version of its own: `v1` for `{ type: URI, defaultVersion: '1' }` */
export function versionPrefix(scripts: readonly Script[]): string {
  for (const script of scripts) {
    let found: string | undefined
    walk(script.top, ({ name, node }) => {
      const callee = name === 'CallExpression' ? node.firstChild : null
      if (callee?.name !== 'MemberExpression' || memberKey(script, callee) !== 'enableVersioning') return undefined
      const [options] = argumentsOf(node)
      const option = (key: string): SyntaxNode | undefined => {
        const property = options?.getChildren('Property').find(p => propertyKey(script, p) === key)
        return property && propertyValue(property)
      }
      const [type, version, prefix] = [option('type'), option('defaultVersion'), option('prefix')]
      const value = version && literalText(script, version)
      const isUri = !type || sourceOf(script, type).endsWith('URI')
      if (isUri && value !== undefined) found = `${(prefix && literalText(script, prefix)) ?? 'v'}${value}`
      return undefined
    })
    if (found !== undefined) return found
  }
  return ''
}

/** @returns the prefix in `app.setGlobalPrefix('api')`; one that the configuration decides is not known. */
export function globalPrefix(scripts: readonly Script[]): string {
  for (const script of scripts) {
    let found: string | undefined
    walk(script.top, ({ name, node }) => {
      const callee = name === 'CallExpression' ? node.firstChild : null
      if (callee?.name === 'MemberExpression' && memberKey(script, callee) === 'setGlobalPrefix') {
        const [first] = argumentsOf(node)
        // Health checks are excluded from the prefix as a rule.
        const excluded = argumentsOf(node)[1]
        found =
          first && !(excluded && sourceOf(script, excluded).includes('health')) ? literalText(script, first) : undefined
      }
      return undefined
    })
    if (found !== undefined) return found
  }
  return ''
}
