import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  dotted,
  literalText,
  memberKey,
  partsOf,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import { operatorOf } from '../source/value.ts'
import { schemaReadings } from './node-variable-schemas.ts'
import type { Reading } from './variables.ts'

/** Text of a file that reads variables, or describes them. */
const READS =
  /\b(?:process|Bun|Deno|import\.meta|self)\s*\.env\b|\benv\b[^\n]{0,80}\bfrom\s*['"](?:node:)?process['"]|\$env\/dynamic|\b(?:cleanEnv|createEnv|envalid|env-var|convict|env-schema|fastify-env)\b|@fastify\/env\b|\bget(?:OrThrow)?(?:<[^>()]{0,80}>)?\(\s*['"][A-Z][A-Z0-9_]+['"]|[eE]nv\w*\(\s*(?:['"][A-Z]|\{\s*[A-Z])|\b(?:z|Joi|joi|yup|v|Type)\s*\.\s*(?:strict)?[oO]bject\(\s*\{\s*(?:\/\/[^\n]*\n\s*)*['"]?[A-Z][A-Z0-9_]+['"]?\s*:|@(?:Is|Type|Expose)\w*\([^]{0,300}?\n\s{0,40}[A-Z][A-Z0-9_]{1,80}[!?]?\s{0,9}:/
/** Configuration of tools that build. */
const TOOLING =
  /(?:^|\/)(?:vite|vitest|jest|next|nuxt|svelte|astro|remix|react-router|tailwind|postcss|eslint|prettier|webpack|rollup|rspack|tsup|tsdown|babel|playwright|cypress|commitlint|vue|craco|metro|drizzle|prisma|orval|sentry[\w.]*)\.config\.[cm]?[jt]s$|(?:^|\/)(?:scripts|seeds?|migrations)\/|\.d\.ts$/

/** Longest expression that stands for the environment. */
const LONGEST = 60
/** Longest chain of expressions around a reading that is looked at. */
const HIGHEST = 8

/** @returns each place in `files` that reads a variable of the environment, or describes one */
export function nodeReadings(code: ScriptCode, files: readonly string[]): readonly Reading[] {
  return files
    .filter(file => !TOOLING.test(file) && READS.test(code.view.text(file) ?? ''))
    .flatMap(file => {
      const script = code.script(file)
      return script ? [...new Reads(code, script).all(), ...schemaReadings(code, script)] : []
    })
}

/** An object of the environment: `process.env`, and names that it is kept under. */
const ENVIRONMENT = /^(?:globalThis\.)?(?:process|Bun|Deno|import\.meta)\.env$/
const NAME = /^[A-Z][A-Z0-9_]*$/
/** Functions that hand on what they are given. */
const TRANSPARENT = /^(?:Number|parseInt|parseFloat|String|Boolean|BigInt|toInt|toNumber|normalizePort|Number\.\w+)$/
const INSISTS = /^(?:invariant|tiny_?invariant|assert|ok|strict|required?\w*|must\w*|ensure\w*|nonNull\w*)$/i
const PUT_TOGETHER = /\$\{|\bnew [A-Z]|\bjoin\(|\bcwd\(/
/** Functions of the repository that read a variable whose name they are given. */
const READER = /env|^(?:required?|must)(?:$|[A-Z])|config$/i

class Reads {
  readonly #evaluator: Evaluator
  readonly #found: Reading[] = []

  constructor(
    private readonly code: ScriptCode,
    private readonly script: Script,
  ) {
    this.#evaluator = new Evaluator(code)
  }

  all(): readonly Reading[] {
    for (const node of nodesOf(this.script, 'MemberExpression', 'VariableDeclaration', 'CallExpression')) {
      if (node.name === 'MemberExpression') this.#member(node)
      else if (node.name === 'VariableDeclaration') this.#pattern(node)
      else this.#call(node)
    }
    return this.#found
  }

  #isEnvironment(node: SyntaxNode | null): boolean {
    if (!node || node.to - node.from > LONGEST) return false
    const name = sourceOf(this.script, node).replace(/\s/g, '')
    if (ENVIRONMENT.test(name)) return true
    const binding = /^\w+$/.test(name) ? this.script.bindings.get(name) : undefined
    if (binding?.kind === 'import')
      return binding.name === 'env' && /^(?:node:)?process$|^\$env\/dynamic\//.test(binding.module)
    if (binding?.kind === 'property') return binding.key === 'env' && dotted(this.script, binding.from) === 'process'
    if (binding?.kind !== 'value' || binding.node.to - binding.node.from > LONGEST) return false
    return ENVIRONMENT.test(sourceOf(this.script, binding.node).replace(/\s/g, ''))
  }

  /** `process.env.PORT` */
  #member(node: SyntaxNode): void {
    const key = memberKey(this.script, node)
    if (key === undefined || !this.#isEnvironment(node.firstChild) || this.#isAssigned(node)) return
    this.#add(key, node, this.#around(node))
  }

  #isAssigned(node: SyntaxNode): boolean {
    const { parent } = node
    return (
      (parent?.name === 'AssignmentExpression' && parent.firstChild?.from === node.from) ||
      (parent?.name === 'UnaryExpression' && sourceOf(this.script, parent).startsWith('delete'))
    )
  }

  /** `const { PORT = 3000 } = process.env` */
  #pattern(node: SyntaxNode): void {
    const pattern = node.getChild('ObjectPattern')
    const value = pattern && partsOf(node).find(part => part.from > pattern.to)
    if (!pattern || !value || !this.#isEnvironment(value)) return
    for (const property of pattern.getChildren('PatternProperty')) {
      const key = property.getChild('PropertyName') ?? property.getChild('VariableDefinition')
      const children = childrenOf(property)
      const equals = children.findIndex(child => child.name === 'Equals')
      const fallback = equals < 0 ? undefined : this.#literal(children[equals + 1])
      if (key) this.#add(sourceOf(this.script, key), property, fallback === undefined ? {} : { fallback })
    }
  }

  /** `config.getOrThrow('DATABASE_URL')`, `env.get('PORT').default(3000)`, `requireEnv('TOKEN')` */
  #call(node: SyntaxNode): void {
    const [first, second] = argumentsOf(node)
    const name = first && literalText(this.script, first)
    if (name === undefined || !NAME.test(name) || name.length < 3) return
    const callee = calleeOf(node)
    const called = dotted(this.script, callee) ?? ''
    const method = called.split('.').at(-1) ?? ''
    const receiver = called.split('.').slice(0, -1).join('.')
    const isSettings = /^get(?:OrThrow)?$/.test(method) && /config|env$|^env\b/i.test(receiver)
    const isReader = (READER.test(method) || /\benv$/i.test(receiver)) && !/^(?:set|delete|has|is)/.test(method)
    if (!isSettings && !isReader) return
    const chain = this.#chain(node)
    const fallback = chain.fallback ?? this.#literal(second)
    const required = /orThrow|require|must/i.test(method) || chain.required
    this.#add(name, node, {
      ...(fallback === undefined ? this.#around(node) : { fallback }),
      ...(required && fallback === undefined ? { required } : {}),
    })
  }

  /** `.required().default('x').asString()` behind a reading */
  #chain(node: SyntaxNode): { readonly required: boolean; readonly fallback?: string } {
    let [required, fallback]: [boolean, string | undefined] = [false, undefined]
    for (let at = node; at.parent?.name === 'MemberExpression' && at.parent.parent?.name === 'CallExpression';) {
      const call = at.parent.parent
      const method = memberKey(this.script, at.parent)
      if (method === 'required') required = true
      if (method === 'default') fallback = this.#literal(argumentsOf(call)[0])
      at = call
    }
    return { required, ...(fallback === undefined ? {} : { fallback }) }
  }

  /** What the expressions around a reading say: a default behind `||`, or that it must be there. */
  #around(node: SyntaxNode): Pick<Reading, 'fallback' | 'required'> {
    let at = node
    let known: Pick<Reading, 'fallback' | 'required'> = {}
    for (let i = 0; i < HIGHEST && at.parent; i++) {
      const { parent } = at
      const said = this.#step(at, parent)
      if (said === 'stop') return known
      // `process.env.A || process.env.B || 'c'`: the default stands further out.
      const isOpen = parent.name === 'BinaryExpression' && said !== 'on' && said.fallback === undefined
      if (said !== 'on') known = said
      if (said !== 'on' && !isOpen) return said
      at = parent
    }
    return known
  }

  #step(at: SyntaxNode, parent: SyntaxNode): 'on' | 'stop' | Pick<Reading, 'fallback' | 'required'> {
    const { script } = this
    switch (parent.name) {
      case 'ParenthesizedExpression':
        return parent.parent?.name === 'IfStatement' ? { required: false } : 'on'
      case 'ArgList': {
        const called = dotted(script, parent.parent && calleeOf(parent.parent)) ?? ''
        if (INSISTS.test(called.split('.').at(-1) ?? '')) return { required: true }
        return TRANSPARENT.test(called) ? 'on' : 'stop'
      }
      case 'CallExpression':
        return 'on'
      case 'MemberExpression':
        // A member of something that is not there fails, unless it is asked for with care.
        return /^\s*\?\./.test(script.text.slice(at.to, at.to + 4)) ? { required: false } : 'on'
      case 'PostfixExpression':
        return sourceOf(script, parent).endsWith('!') ? { required: true } : 'on'
      case 'UnaryExpression':
        return sourceOf(script, parent).startsWith('!') ? this.#denied(parent) : 'on'
      case 'ConditionalExpression':
        return { required: false, ...this.#other(partsOf(parent).at(-1)) }
      case 'BinaryExpression':
        return this.#binary(at, parent)
      default:
        return 'stop'
    }
  }

  #binary(at: SyntaxNode, parent: SyntaxNode): 'on' | 'stop' | Pick<Reading, 'fallback' | 'required'> {
    const [left, right] = partsOf(parent)
    const sign = operatorOf(this.script, left, right)
    if (/^as\b/.test(sign)) return this.#binaryAs(parent)
    const isRight = right?.from === at.from
    if (sign === '||' || sign === '??') return isRight ? 'on' : { required: false, ...this.#other(right) }
    return /^[!=]==?$/.test(sign) ? { required: false } : 'stop'
  }

  /** `process.env.X as string` says that it is there. */
  #binaryAs(parent: SyntaxNode): 'on' | Pick<Reading, 'required'> {
    return parent.parent?.name === 'BinaryExpression' || parent.parent?.name === 'ParenthesizedExpression'
      ? 'on'
      : { required: true }
  }

  #other(node: SyntaxNode | undefined): Pick<Reading, 'fallback'> {
    const fallback = this.#literal(node)
    return fallback === undefined ? {} : { fallback }
  }

  /** `if (!process.env.X) throw …` */
  #denied(node: SyntaxNode): Pick<Reading, 'required'> {
    let at: SyntaxNode | null = node
    while (at && at.name !== 'IfStatement' && !/Block|Script|Declaration|Statement/.test(at.name)) at = at.parent
    const body = at?.name === 'IfStatement' ? sourceOf(this.script, at) : ''
    return { required: /\bthrow\b|process\.exit\(\s*[1-9]/.test(body.split(/\belse\b/)[0] ?? '') }
  }

  #literal(node: SyntaxNode | undefined): string | undefined {
    // What is put together, or made by a class, is not the text that stands in it.
    if (!node || /^New|^Class/.test(node.name) || PUT_TOGETHER.test(sourceOf(this.script, node))) return undefined
    const value = this.#evaluator.evaluate(this.script, node)?.literal
    return value === undefined ? undefined : String(value)
  }

  #add(name: string, node: SyntaxNode, said: Pick<Reading, 'fallback' | 'required'>): void {
    const line = lineAt(this.script.text, node.from)
    const evidence = this.code.view.evidence(this.script.path, line, 'variable that the code reads')
    // A port that is a part of an address is not the address.
    const isPart = /(?:URL|URI|ORIGIN|ENDPOINT|ADDRESS)$/.test(name) && /^\d+$/.test(said.fallback ?? '')
    const { fallback: _, ...rest } = said
    this.#found.push({ name, evidence, certainty: 'certain', ...(isPart ? rest : said) })
  }
}
