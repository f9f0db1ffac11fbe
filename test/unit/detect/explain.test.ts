import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { explainFact } from '../../../src/commands/explain-fact.ts'
import { detect } from '../../../src/detect/index.ts'
import { FACT_RULES } from '../../../src/detect/rules.ts'
import { openTerminal } from '../../../src/report/terminal.ts'
import { openDisk } from '../../../src/workspace/index.ts'
import { manifest, serviceOf } from './read.ts'

const fixtures = fileURLToPath(new URL('../../repos', import.meta.url))
const names = readdirSync(fixtures, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)

describe('each fact of a service comes from a rule that explain names', () => {
  it.each(names)('in %s', async name => {
    const { services } = await detect(openDisk(`${fixtures}/${name}`))
    const unexplained = services.flatMap(service =>
      Object.entries(FACT_RULES).flatMap(([key, { rules }]) => {
        const entry: unknown = Object.entries(service).find(([field]) => field === key)?.[1]
        const facts = Array.isArray(entry) ? (entry as unknown[]) : [entry]
        return facts
          .map(evidenceRules)
          .filter(shown => shown.length > 0 && !shown.some(text => rules.some(rule => rule.shows.test(text))))
          .map(shown => `${key}: ${shown.join(', ')}`)
      }),
    )
    expect(unexplained).toEqual([])
  })
})

function evidenceRules(fact: unknown): readonly string[] {
  if (typeof fact !== 'object' || fact === null || !('evidence' in fact) || !Array.isArray(fact.evidence)) return []
  return (fact.evidence as readonly { rule: string }[]).map(place => place.rule)
}

describe('explain fact', () => {
  const express = {
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } }),
    'a.js': `require('express')().listen(8080)\n`,
  }

  it('shows the value, the rules in the order in which they are tried, and how to set it', async () => {
    const printed = await printedFor('port', [await serviceOf(express)])
    expect(printed).toContain('8080')
    expect(printed).toContain('a.js:1')
    expect(printed.indexOf('1. ✓')).toBeLessThan(printed.indexOf('2. ·'))
    expect(printed).toContain('--set port=<value>')
  })

  it('says that a fact is not known, and that every rule was tried', async () => {
    const printed = await printedFor('migrations', [await serviceOf(express)])
    expect(printed).toContain('not known')
    expect(printed).not.toContain('not needed')
  })

  it('names the nearest fact for a name that is none', () => {
    const terminal = openTerminal({ json: false, color: false })
    expect(() => explainFact('prot', [], false, terminal)).toThrow(/"prot" is no fact/)
    expect(() => explainFact('__proto__', [], false, terminal)).toThrow(/is no fact/)
  })
})

async function printedFor(name: string, services: Parameters<typeof explainFact>[1]): Promise<string> {
  const lines: string[] = []
  const terminal = { ...openTerminal({ json: false, color: false }), line: (text = '') => void lines.push(text) }
  await Promise.resolve(explainFact(name, services, false, terminal))
  return lines.join('\n')
}
