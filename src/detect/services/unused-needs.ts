import { literally } from '../../text/patterns.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { DETECTORS } from '../dependencies/index.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { NeedFact } from '../types.ts'
import type { View } from '../view.ts'
import { sourcesOf } from './databases.ts'
import type { Needs } from './needs.ts'

/** Words that code which uses a cache or a queue has in a text or the name of a variable, beside the names of its clients: addresses, settings. */
const WORDS: Readonly<Record<string, string>> = {
  redis: 'redis|valkey|bull',
  bull: 'bull',
  bullmq: 'bull',
  kafka: 'kafka',
  rabbitmq: 'amqp|rabbit',
  nats: 'nats',
  memcached: 'memcache',
  sqs: 'sqs',
}

const TRAITS: readonly DependencyTrait[] = DETECTORS

/**
 * @param clients the names of a library, as code has them
 * @returns a pattern for the clients of a need and for what is said of it beside them; undefined for a need of which nothing need be said
 */
export function wordsFor(value: string, clients: (trait: DependencyTrait) => readonly string[]): string | undefined {
  const words = WORDS[value]
  if (words === undefined) return undefined
  const traits = TRAITS.filter(({ cache, queue }) => cache === value || queue === value)
  return [words, ...traits.flatMap(clients).map(literally)].join('|')
}

/**
 * @param packages those that a service is built from
 * @param reached files that its program reaches
 * @returns the needs, those caches and queues marked optional that no text in the code speaks of: their client is left over, or waits for its use
 */
export function unusedNeeds(
  view: View,
  packages: readonly SourcePackage[],
  reached: readonly string[],
  needs: Needs,
): Needs {
  const open = [...needs.cache, ...needs.queues].filter(need => !need.optional)
  if (!open.length) return needs
  const files = [...new Set([...reached, ...packages.flatMap(({ facts }) => sourcesOf(view, facts.path))])]
  const unused = new Set(
    open.filter(({ value }) => {
      const words = wordsFor(value, ({ npm = [] }) => npm)
      return words !== undefined && !isSpokenOf(view, files, words)
    }),
  )
  const mark = (all: readonly NeedFact[]): readonly NeedFact[] =>
    all.map(need => (unused.has(need) ? { ...need, optional: true } : need))
  return unused.size && files.length ? { ...needs, cache: mark(needs.cache), queues: mark(needs.queues) } : needs
}

/** `from 'ioredis'`, `'redis://cache:6379'`, `process.env.REDIS_URL`; not what a comment or a name says alone */
function isSpokenOf(view: View, files: readonly string[], words: string): boolean {
  const pattern = new RegExp(words, 'gi')
  return files.some(file => {
    const text = view.text(file) ?? ''
    return [...text.matchAll(pattern)].some(({ 0: word, index }) => {
      if (word === word.toUpperCase()) return true
      const before = text.slice(Math.max(0, index - LONGEST), index)
      return /['"`]/.test(before.slice(before.lastIndexOf('\n') + 1))
    })
  })
}

/** Characters of a text in front of a word that are looked at. */
const LONGEST = 200
