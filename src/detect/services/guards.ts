import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, dotted, literalText, memberKey, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesBelow, nodesOf } from '../source/script-nodes.ts'

/** A question that the code asks of its settings: `isKafkaConfigured()`, `isRedisEnabled()` */
const QUESTION = /(?:^|\.)is[A-Z]\w*(?:Configured|Enabled)$/

/**
 * @returns names of variables that decide whether something is done: `if (process.env.X)`, `!!process.env.X`, `process.env.X && …`, `process.env.X ? … : …`;
 * and of settings without which there is nothing, and the questions for them, in capitals as well
 */
export function guardsIn(script: Script): readonly string[] {
  const called = nodesOf(script, 'CallExpression').map(node => dotted(script, node.firstChild) ?? '')
  const questions = called.filter(name => QUESTION.test(name)).map(name => name.toUpperCase())
  const variables = nodesOf(script, 'MemberExpression').flatMap(node => {
    const variable = /^process\.env\.(\w+)$/.exec(dotted(script, node) ?? '')?.[1]
    if (variable !== undefined) return isGuard(script, node) ? [variable] : []
    const switched = switchIn(script, node)
    if (switched !== undefined) return [switched]
    if (opensOnly(script, node)) return [sourceOf(script, node).toUpperCase()]
    return leavesOut(script, node) ? [(memberKey(script, node) ?? '').toUpperCase()] : []
  })
  return [...variables, ...questions, ...readGuards(script), ...openedClients(script)]
}

/**
 * `VALKEY` of `if (isActive) client = new Valkey(config.cacheUrl)`, where `isActive` asks for that address, or the address itself is asked for:
 * whatever the setting is called, its client says what it is for.
 */
function openedClients(script: Script): readonly string[] {
  return nodesOf(script, 'NewExpression').flatMap(node => {
    const [first] = argumentsOf(node)
    const address = first && (dotted(script, first) ?? '')
    const [asked] = address !== undefined && ADDRESS.test(address) ? partsOf(statementAround(node) ?? node) : []
    const condition = asked?.name === 'ParenthesizedExpression' ? partsOf(asked)[0] : undefined
    const isAsked = condition !== undefined && address !== undefined && asksFor(script, condition, address)
    return isAsked ? [sourceOf(script, partsOf(node)[0] ?? node).toUpperCase()] : []
  })
}

/** The short statement without another way out that a client is opened in. */
function statementAround(node: SyntaxNode): SyntaxNode | undefined {
  let outer: SyntaxNode | null = node
  while (outer && /Expression$|^(?:NewExpression|ExpressionStatement|Block|Equals)$/.test(outer.name))
    outer = outer.parent
  const isShort = outer?.name === 'IfStatement' && outer.to - outer.from <= LONGEST && !outer.getChild('else')
  return isShort && outer ? outer : undefined
}

/** The condition is the address, or a name whose value is worked out from it. */
function asksFor(script: Script, condition: SyntaxNode, address: string): boolean {
  if (dotted(script, condition) === address) return true
  const binding = condition.name === 'VariableName' ? script.bindings.get(sourceOf(script, condition)) : undefined
  return (
    binding?.kind === 'value' &&
    [binding.node, ...nodesBelow(binding.node, /^MemberExpression$/)].some(it => dotted(script, it) === address)
  )
}

/** `SEARCH` of `if (config.search.enabled)`: a setting of its own switches the whole on. */
function switchIn(script: Script, node: SyntaxNode): string | undefined {
  const parts = /^(?:enabled?|isEnabled)$/.test(memberKey(script, node) ?? '')
    ? (dotted(script, node) ?? '').split('.')
    : []
  return parts.length > 2 && isGuard(script, node) ? parts.at(-2)?.toUpperCase() : undefined
}

/** `if (env.get('SQS_QUEUE_URL', true))`: a variable that a function reads decides. */
function readGuards(script: Script): readonly string[] {
  return nodesOf(script, 'CallExpression').flatMap(node => {
    const [first] = argumentsOf(node)
    const name =
      first && /(?:^|\.)get\w*$/.test(dotted(script, node.firstChild) ?? '') ? literalText(script, first) : undefined
    return name !== undefined && /^[A-Z][A-Z\d_]*$/.test(name) && isGuard(script, node) ? [name] : []
  })
}

/** `config.redisAddress ? connect(config.redisAddress) : undefined`: without the setting there is nothing. */
function leavesOut(script: Script, node: SyntaxNode): boolean {
  const [asked, , otherwise] = node.parent?.name === 'ConditionalExpression' ? partsOf(node.parent) : []
  return (
    asked?.from === node.from && otherwise !== undefined && /^(?:null|undefined)$/.test(sourceOf(script, otherwise))
  )
}

const ADDRESS = /(?:url|uri|dsn|hosts?|address|servers?|brokers?|endpoint|connection|connectionString)$/i

/** Characters of a statement that opens a client; what is longer does more, and statements in statements would be read again and again. */
const LONGEST = 2000

/** `if (config.redisUrl) connect(config.redisUrl)`, and nothing else: the address is handed on only where there is one. */
function opensOnly(script: Script, node: SyntaxNode): boolean {
  const statement = node.parent?.name === 'ParenthesizedExpression' ? node.parent.parent : null
  if (statement?.name !== 'IfStatement' || statement.to - statement.from > LONGEST || statement.getChild('else'))
    return false
  const address = sourceOf(script, node)
  return (
    ADDRESS.test(address) &&
    nodesBelow(statement, /^(?:CallExpression|NewExpression)$/).some(
      call => sourceOf(script, call).includes(address) && !/^(?:console|log(?:ger)?)\b/i.test(sourceOf(script, call)),
    )
  )
}

/** `if (!process.env.REDIS_URL) throw …`: the program does not run without. */
function givesUp(script: Script, node: SyntaxNode): boolean {
  let outer = node.parent
  while (outer && /^(?:BinaryExpression|ParenthesizedExpression)$/.test(outer.name)) outer = outer.parent
  const [, taken] = outer?.name === 'IfStatement' ? partsOf(outer) : []
  const statements = taken?.name === 'Block' ? partsOf(taken) : taken ? [taken] : []
  return statements.some(
    statement => statement.name === 'ThrowStatement' || sourceOf(script, statement).startsWith('process.exit('),
  )
}

function isGuard(script: Script, node: SyntaxNode): boolean {
  const parent = node.parent
  if (!parent) return false
  if (parent.name === 'UnaryExpression') return sourceOf(script, parent).startsWith('!') && !givesUp(script, parent)
  if (parent.name === 'ParenthesizedExpression') return parent.parent?.name === 'IfStatement' || isGuard(script, parent)
  if (parent.name === 'ConditionalExpression') return parent.firstChild?.from === node.from
  if (parent.name === 'ArgList') return sourceOf(script, parent.parent?.firstChild ?? parent) === 'Boolean'
  if (parent.name !== 'BinaryExpression') return false
  return (
    sourceOf(script, parent)
      .slice(node.to - parent.from)
      .trimStart()
      .startsWith('&&') || isGuard(script, parent)
  )
}
