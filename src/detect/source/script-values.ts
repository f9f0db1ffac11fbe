import type { SyntaxNode } from '@lezer/common'
import {
  argumentsOf,
  calleeOf,
  DEFAULT,
  dotted,
  literalText,
  memberKey,
  partsOf,
  propertyKey,
  propertyValue,
  sourceOf,
  WHOLE,
  type Script,
} from './script.ts'
import { firstOf, nodesOf } from './script-nodes.ts'
import { fallbackOf, keptBy, numberBehind, portWithDefault, settledBy } from './script-calls.ts'
import { homeOf, homesOf, isElsewhere, makerOf } from './script-homes.ts'
import { givenTo, keptUnder, parameterAt } from './script-params.ts'
import type { Passed } from './script-passed.ts'
import type { ScriptCode } from './script-code.ts'
import {
  at,
  either,
  isEnvironment,
  joinsPort,
  literalOf,
  merged,
  MERGES,
  onlyValueOf,
  operatorOf,
  optionOf,
  portIn,
  templateValue,
  underName,
  VARIABLE,
} from './value.ts'
import type { Settings, Value } from './value.ts'

const MAX_DEPTH = 14
/** Bound for expressions that somebody made to take long. */
const MAX_STEPS = 4000

/** Evaluates expressions of scripts: literals, environment variables with fallbacks, constants, and members of imported modules. */
export class Evaluator {
  #steps = 0

  constructor(
    private readonly code: ScriptCode,
    private readonly settings: Settings = () => undefined,
    private readonly passed: Passed = () => undefined,
  ) {}

  /** @returns the same, which also knows what the files of a program give to the functions of one another */
  within(passed: Passed): Evaluator {
    return new Evaluator(this.code, this.settings, passed)
  }

  /** @returns what `node` comes to; undefined when it cannot be told */
  evaluate(script: Script, node: SyntaxNode | undefined, depth = 0): Value | undefined {
    if (depth === 0) this.#steps = 0
    if (!node || depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) return undefined
    const next = (inner: SyntaxNode | undefined): Value | undefined => this.evaluate(script, inner, depth + 1)
    switch (node.name) {
      case 'Number':
        return { ...at(script, node), literal: Number(sourceOf(script, node).replaceAll('_', '')) }
      case 'BooleanLiteral':
        return { ...at(script, node), literal: sourceOf(script, node) === 'true' }
      case 'String':
      case 'TemplateString':
        return this.#text(script, node, depth)
      case 'ParenthesizedExpression':
      case 'AwaitExpression':
      case 'PostfixExpression':
      case 'UnaryExpression':
        return next(partsOf(node)[0])
      case 'ArrowFunction':
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'MethodDeclaration':
        return this.#returned(script, node, depth)
      case 'BinaryExpression':
        return this.#binary(script, node, depth)
      case 'ConditionalExpression':
        // the branch that reads no environment is what holds when nothing is set
        return this.#first(script, partsOf(node).slice(1), depth)
      case 'ArrayExpression':
        // candidates, of which the first that is set is taken: `[process.env.PORT, 3000].find(…)`
        return this.#first(script, partsOf(node), depth)
      case 'ObjectExpression':
        return { ...at(script, node), scope: { script, node } }
      case 'VariableName':
      case 'VariableDefinition':
      case 'PropertyDefinition':
        return this.#name(script, sourceOf(script, node), node, depth)
      case 'MemberExpression':
        return this.#member(script, node, depth)
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(script, node, depth)
      default:
        return undefined
    }
  }

  #text(script: Script, node: SyntaxNode, depth: number): Value | undefined {
    const literal = literalText(script, node)
    if (literal !== undefined) return { ...at(script, node), literal }
    return (
      this.evaluate(script, onlyValueOf(script, node), depth + 1) ??
      templateValue(script, node, part => this.evaluate(script, part, depth + 1))
    )
  }

  #binary(script: Script, node: SyntaxNode, depth: number): Value | undefined {
    const [left, right] = partsOf(node)
    const sign = operatorOf(script, left, right)
    if (sign === 'as' || sign === 'satisfies') return this.evaluate(script, left, depth + 1)
    if (sign === '+') return joinsPort(script, left, right) ? this.evaluate(script, right, depth + 1) : undefined
    if (sign !== '||' && sign !== '??') return undefined
    return this.#first(script, [left, right], depth)
  }

  /** The first of several that is set. */
  #first(script: Script, nodes: readonly (SyntaxNode | undefined)[], depth: number): Value | undefined {
    return nodes.map(node => this.evaluate(script, node, depth + 1)).reduce(either, undefined)
  }

  #returned(script: Script, node: SyntaxNode, depth: number): Value | undefined {
    const body = node.getChild('Block')
    if (!body) return this.evaluate(script, partsOf(node).at(-1), depth + 1)
    return this.#first(script, body.getChildren('ReturnStatement').flatMap(partsOf), depth)
  }

  #name(script: Script, name: string, node: SyntaxNode, depth: number): Value | undefined {
    const binding = script.bindings.get(name)
    if (!binding) return this.#parameter(script, name, node, depth)
    if (binding.kind === 'import') return this.#imported(script, binding.module, binding.name, depth)
    if (binding.kind === 'value')
      return binding.node.from === node.from ? undefined : this.evaluate(script, binding.node, depth + 1)
    const fallback = this.evaluate(script, binding.fallback, depth + 1)
    if (dotted(script, binding.from) === 'process.env')
      return { ...(fallback ?? at(script, binding.from)), variables: [binding.key, ...(fallback?.variables ?? [])] }
    return either(this.#property(script, binding.from, binding.key, depth), fallback)
  }

  #parameter(script: Script, name: string, node: SyntaxNode, depth: number): Value | undefined {
    const near = this.evaluate(script, givenTo(script, name, node), depth + 1)
    if (near) return near
    const far = this.passed(script, name, node)
    const fallback = this.evaluate(script, parameterAt(script, name, node)?.fallback, depth + 1)
    return either(far && this.evaluate(far.script, far.node, depth + 1), fallback)
  }

  #imported(script: Script, module: string, name: string, depth: number): Value | undefined {
    const path = this.code.resolve(script.path, module)
    const target = path === undefined ? undefined : this.code.script(path)
    return target && this.#exported(target, name, depth + 1)
  }

  #exported(script: Script, name: string, depth: number): Value | undefined {
    if (depth > MAX_DEPTH) return undefined
    if (name === WHOLE) return { ...at(script, script.top), scope: { script } }
    const exported = script.exports.get(name)
    if (exported?.kind === 'from') return this.#imported(script, exported.module, exported.name, depth + 1)
    if (exported) return this.evaluate(script, exported.node, depth + 1)
    for (const module of script.exportsAll) {
      const found = this.#imported(script, module, name, depth + 1)
      if (found) return found
    }
    // In CommonJS the default export is the object whose members are the names.
    if (name === DEFAULT) return { ...at(script, script.top), scope: { script } }
    const whole = script.exports.get(DEFAULT)
    return whole?.kind === 'local' ? this.#property(script, whole.node, name, depth + 1) : undefined
  }

  #member(script: Script, node: SyntaxNode, depth: number): Value | undefined {
    const key = memberKey(script, node)
    const object = node.firstChild
    if (key === undefined || !object) return undefined
    const name = dotted(script, object)
    if (name !== undefined && isEnvironment(script, name)) return { ...at(script, node), variables: [key] }
    const kept = object.name === 'this' ? this.evaluate(script, keptUnder(script, key, node), depth + 1) : undefined
    return kept ?? this.#property(script, object, key, depth)
  }

  /** The member `key` of what `object` comes to. */
  #property(script: Script, object: SyntaxNode, key: string, depth: number): Value | undefined {
    if (depth > MAX_DEPTH) return undefined
    const whole = this.evaluate(script, object, depth + 1)
    const scope = whole?.scope
    if (!scope) return portIn(whole, key) ?? this.#byName(script, object, key, depth)
    if (!scope.node) return this.#exported(scope.script, key, depth + 1)
    const properties = scope.node.getChildren('Property')
    const own = properties.find(property => propertyKey(scope.script, property) === key)
    if (own) return this.evaluate(scope.script, propertyValue(own), depth + 1)
    const given = firstOf(properties, property => {
      const spread = property.getChild('Spread') ? partsOf(property)[0] : undefined
      return spread && this.#property(scope.script, spread, key, depth + 1)
    })
    return given ?? (VARIABLE.test(key) ? this.#byName(script, object, key, depth) : undefined)
  }

  /**
   * What a validation library returns has the keys of its schema, which stands in the same file as a rule:
   * `z.object({ PORT: z.coerce.number().default(3000) })`, `cleanEnv(process.env, { PORT: port({ default: 3000 }) })`.
   */
  #byName(script: Script, object: SyntaxNode, key: string, depth: number): Value | undefined {
    const home = homeOf(this.code, script, object, depth)
    const maker = VARIABLE.test(key) ? makerOf(this.code, script, object) : undefined
    const found = firstOf([home, maker], file => file && this.#inSchema(file, key, depth))
    return underName(found, script, object, key)
  }

  #inSchema(home: Script, key: string, depth: number): Value | undefined {
    return firstOf(nodesOf(home, 'Property'), node => {
      const value = propertyKey(home, node) === key ? propertyValue(node) : undefined
      if (!value || value.name === 'VariableName' || isElsewhere(home, node)) return undefined
      return this.#describedBy(home, value, depth) ?? this.evaluate(home, value, depth + 1)
    })
  }

  /** What the schema of one key says: `{ type: 'number', default: 3000 }`, `{ format: 'port', default: 3000, env: 'PORT' }` */
  #describedBy(home: Script, node: SyntaxNode, depth: number): Value | undefined {
    const value = this.evaluate(home, optionOf(home, node, 'default'), depth + 1)
    const variable = literalOf(home, optionOf(home, node, 'env')) ?? ''
    return value && VARIABLE.test(variable) ? { ...value, variables: [variable, ...value.variables] } : value
  }

  #call(script: Script, node: SyntaxNode, depth: number): Value | undefined {
    const callee = calleeOf(node)
    const name = dotted(script, callee) ?? ''
    const method = (callee?.name === 'MemberExpression' ? memberKey(script, callee) : name) ?? ''
    const args = argumentsOf(node)
    const first = (): Value | undefined => this.evaluate(script, args[0], depth + 1)
    const settled = settledBy(method, callee, args)
    if (settled) return this.evaluate(script, settled, depth + 1)
    if (MERGES.test(name)) return merged(args.map(it => this.evaluate(script, it, depth + 1)))
    if (name === 'require') return this.#imported(script, literalOf(script, args[0]) ?? '', DEFAULT, depth)
    if (method === 'default' || method === 'catch' || method === 'prefault')
      return this.#withChain(script, callee, first(), depth)
    if (/^(get|getOrThrow|getNumber|getString|env|required|int|int_?|\w*Env)$/.test(method)) {
      const key = literalOf(script, args[0])
      const kept = keptBy(script, callee, key, homesOf(this.code, script, callee ?? node))
      if (kept) return this.evaluate(...kept, depth + 1)
      const other = this.evaluate(script, fallbackOf(args), depth + 1)
      if (key !== undefined) return this.#lookup(script, callee, key, other, at(script, node), depth)
    }
    if (/^(Number|parseInt|parseFloat|String|Math\.\w+|Object\.freeze|toInt|normalizePort|Number\.\w+)$/.test(name))
      return first()
    if (
      /^(toString|trim|asPortNumber|asInt|asIntPositive|asString|map|find|filter|at|shift)$/.test(method) &&
      callee?.name === 'MemberExpression'
    ) {
      const inner = callee.firstChild ? this.evaluate(script, callee.firstChild, depth + 1) : undefined
      if (inner && !inner.scope) return inner
    }
    const number = args[1]?.name === 'Number' ? numberBehind(script, args, first()) : undefined
    // `port({ default: 3000 })`
    const objects = args.filter(argument => argument.name === 'ObjectExpression')
    const options = number ?? firstOf(objects, it => this.evaluate(script, optionOf(script, it, 'default'), depth + 1))
    if (options) return options
    // what a function of the repository returns
    const isNamed = callee?.name === 'VariableName'
    const own = isNamed || callee?.name === 'MemberExpression' ? this.evaluate(script, callee, depth + 1) : undefined
    return own ?? (!isNamed ? undefined : args.length === 1 ? first() : portWithDefault(script, args))
  }

  /** `env.get('PORT').default(3000)`: the variable stands further left in the chain. */
  #withChain(script: Script, callee: SyntaxNode | null, fallback: Value | undefined, depth: number): Value | undefined {
    const left = callee?.firstChild ? this.evaluate(script, callee.firstChild, depth + 1) : undefined
    return fallback && { ...fallback, variables: [...(left?.variables ?? []), ...fallback.variables] }
  }

  #lookup(
    script: Script,
    callee: SyntaxNode | null,
    key: string,
    fallback: Value | undefined,
    place: Value,
    depth: number,
  ): Value | undefined {
    if (/^[A-Z][A-Z0-9_]*$/.test(key))
      return { ...(fallback ?? place), variables: [key, ...(fallback?.variables ?? [])] }
    const object = callee?.name === 'MemberExpression' ? callee.firstChild : null
    return either(this.settings(key) ?? (object ? this.#described(script, object, key, depth) : undefined), fallback)
  }

  /** What a schema says of a key: `{ server: { port: { format: 'port', default: 3000, env: 'PORT' } } }` for `server.port`. */
  #described(script: Script, object: SyntaxNode, key: string, depth: number): Value | undefined {
    const [first = '', ...rest] = key.split('.')
    let found = this.#property(script, object, first, depth)
    for (const part of rest) {
      const { scope } = found ?? {}
      found = scope?.node && this.#property(scope.script, scope.node, part, depth + 1)
    }
    const { node, script: home = script } = found?.scope ?? {}
    return node ? this.#describedBy(home, node, depth) : found
  }
}
