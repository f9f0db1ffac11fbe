import type { SyntaxNode } from '@lezer/common'
import type { ScriptCode } from '../source/script-code.ts'
import { literalText, partsOf, type Script } from '../source/script.ts'
import { nodesBelow } from '../source/script-nodes.ts'
import type { Evaluator } from '../source/script-values.ts'
import { operatorOf } from '../source/value.ts'
import type { NeedFact } from '../types.ts'
import { databaseCalled } from './databases.ts'
import type { Needs } from './needs.ts'

/** What settings call a server that a program may do without; databases of SQL have names of their own. */
const NAMES: Readonly<Record<string, RegExp>> = {
  redis: /^(?:io)?redis$|^valkey$/i,
  bull: /^bull$/i,
  bullmq: /^bullmq$/i,
  kafka: /^kafka$/i,
  rabbitmq: /^(?:rabbit(?:mq)?|amqp)$/i,
  nats: /^nats$/i,
  sqs: /^(?:aws-?)?sqs$/i,
  'gcp-pubsub': /^(?:g(?:oogle|cp)[-_]?)?pub[-_]?sub$/i,
  mongodb: /^mongo(?:db)?$/i,
  memcached: /^memcached?$/i,
  elasticsearch: /^(?:elastic(?:search)?|opensearch)$/i,
  meilisearch: /^meili(?:search)?$/i,
  clickhouse: /^clickhouse$/i,
}
/** Text of a file that may compare a setting with one of them. */
const COMPARES =
  /(?:===?|\bcase)\s*['"](?:(?:io)?redis|valkey|bull(?:mq)?|kafka|rabbit(?:mq)?|amqp|nats|(?:aws-?)?sqs|(?:g(?:oogle|cp)[-_]?)?pub[-_]?sub|mongo(?:db)?|memcached?|elastic(?:search)?|opensearch|meili(?:search)?|clickhouse|postgres(?:ql)?|pg|mysql2?|mariadb|sqlite3?|mssql)['"]/i

/** A setting, by what it is when nobody sets it, and the text that the code compares it with. */
interface Comparison {
  readonly name: string
  /** Undefined for a variable that has no value then. */
  readonly usual: string | undefined
}

/**
 * @param files what the program reaches
 * @returns the needs, those marked optional that the program has only where a setting calls them, which calls something else by default:
 * `config.store === 'redis' ? connect() : undefined` with `store: process.env.STORE || 'memory'`
 */
export function comparedNeeds(code: ScriptCode, evaluator: Evaluator, files: readonly string[], needs: Needs): Needs {
  const all = [...needs.databases, ...needs.cache, ...needs.queues].filter(need => !need.optional)
  if (!all.length) return needs
  const found = files.flatMap(file => {
    const script = COMPARES.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    return script ? comparisonsIn(evaluator, script) : []
  })
  const chosen = new Set(all.filter(need => isOther(need, found, all)).map(need => need.value))
  const mark = (list: readonly NeedFact[]): readonly NeedFact[] =>
    list.map(need => (chosen.has(need.value) ? { ...need, optional: true } : need))
  return chosen.size
    ? { ...needs, databases: mark(needs.databases), cache: mark(needs.cache), queues: mark(needs.queues) }
    : needs
}

function isOther({ value }: NeedFact, found: readonly Comparison[], all: readonly NeedFact[]): boolean {
  const pattern = NAMES[value]
  const calls = (name: string): boolean => (pattern ? pattern.test(name) : databaseCalled(name) === value)
  const about = found.filter(({ name }) => calls(name))
  if (!about.length || about.some(({ usual }) => usual !== undefined && calls(usual))) return false
  // Of databases one is needed: the one that is taken by default has to be among them.
  return (
    pattern !== undefined || about.some(({ usual = '' }) => all.some(other => other.value === databaseCalled(usual)))
  )
}

function comparisonsIn(evaluator: Evaluator, script: Script): readonly Comparison[] {
  return nodesBelow(script.top, /^(?:BinaryExpression|CaseLabel)$/).flatMap(node => {
    const [left, right] = partsOf(node)
    if (node.name === 'CaseLabel') {
      const [asked] = node.parent?.parent ? partsOf(node.parent.parent) : []
      return comparison(evaluator, script, asked, left)
    }
    return /^===?$/.test(operatorOf(script, left, right)) ? comparison(evaluator, script, left, right) : []
  })
}

function comparison(
  evaluator: Evaluator,
  script: Script,
  setting: SyntaxNode | undefined,
  text: SyntaxNode | undefined,
): readonly Comparison[] {
  const name = text && literalText(script, text)
  const value = name === undefined ? undefined : evaluator.evaluate(script, setting)
  if (name === undefined || !value) return []
  if (typeof value.literal === 'string') return [{ name, usual: value.literal }]
  return value.variables.length && value.literal === undefined ? [{ name, usual: undefined }] : []
}
