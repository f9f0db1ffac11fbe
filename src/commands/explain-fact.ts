import { OVERRIDES } from '../detect/overrides.ts'
import { FACT_RULES, type FactRules } from '../detect/rules.ts'
import type { Evidence, Fact, Service } from '../detect/types.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import type { Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'
import { Failure } from '../text/errors.ts'
import { nearest } from '../text/names.ts'
import { placeOf } from '../text/paths.ts'

/** What came of a rule: it gave the value, gave nothing, or was not asked any more. */
type Outcome = 'found' | 'nothing' | 'not needed'

interface Tried {
  readonly says: string
  readonly outcome: Outcome
}

interface Explained {
  readonly service: string
  readonly path: string
  readonly values: readonly {
    readonly value: unknown
    readonly certainty: string
    readonly evidence: readonly Evidence[]
  }[]
  readonly rules: readonly Tried[]
}

/**
 * `explain fact <name>`: for each service the value, where it comes from, and the rules in the order in which they are tried.
 * @throws Failure for a name that is no fact
 */
export function explainFact(
  name: string | undefined,
  services: readonly Service[],
  json: boolean,
  terminal: Terminal,
): number {
  const fact = name !== undefined && Object.hasOwn(FACT_RULES, name) ? FACT_RULES[name] : undefined
  if (name === undefined || !fact) throw unknownFact(name)
  const rows = services.map(service => explained(name, fact, service))
  const set = OVERRIDES.find(override => override.key === name)
  if (json)
    printDocument({
      version: VERSION,
      fact: name,
      about: fact.about,
      services: rows,
      ...(set ? { set: `--set ${set.key}=<value>` } : {}),
    })
  else print(terminal, name, fact, rows, set && `--set ${set.key}=<value>, which .prod-ready/config.yaml keeps`)
  return 0
}

function unknownFact(name: string | undefined): Failure {
  const names = Object.keys(FACT_RULES)
  const near = name === undefined ? undefined : nearest(name, names)
  return new Failure(
    'unknown-fact',
    name === undefined ? 'explain fact needs a name' : `"${name}" is no fact of a service`,
    {
      suggestion: near ? `Did you mean ${near}?` : `One of ${names.join(', ')}`,
    },
  )
}

function explained(name: string, { rules }: FactRules, service: Service): Explained {
  const facts = factsNamed(service, name)
  const shown = facts.flatMap(fact => fact.evidence.map(place => place.rule))
  const first = rules.findIndex(rule => shown.some(text => rule.shows.test(text)))
  return {
    service: service.name.value,
    path: service.path,
    values: facts,
    rules: rules.map(({ says, shows }, i) => ({
      says,
      outcome: shown.some(text => shows.test(text)) ? 'found' : first >= 0 && i > first ? 'not needed' : 'nothing',
    })),
  }
}

function factsNamed(service: Service, name: string): readonly Fact<unknown>[] {
  const entry = Object.entries(service).find(([key]) => key === name)?.[1] as unknown
  const list: readonly unknown[] = Array.isArray(entry) ? entry : [entry]
  return list.filter(isFact)
}

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === 'object' && value !== null && 'certainty' in value && 'evidence' in value
}

const MARKS: Readonly<Record<Outcome, string>> = { found: '✓', nothing: '–', 'not needed': '·' }

function print(
  { line, color }: Terminal,
  name: string,
  fact: FactRules,
  rows: readonly Explained[],
  set: string | undefined,
): void {
  line(`${color.bold(name)}  ${color.dim(fact.about)}`)
  for (const row of rows) {
    line()
    line(`${color.bold(visible(row.service))}  ${color.dim(visible(row.path))}`)
    if (!row.values.length) line(`  ${color.yellow('not known')}`)
    for (const { value, certainty, evidence } of row.values) {
      const doubt = certainty === 'certain' ? '' : color.yellow(` (${certainty})`)
      line(`  ${visible(Array.isArray(value) ? value.join(' ') : String(value))}${doubt}`)
      for (const place of evidence) line(color.dim(`    ${visible(placeOf(place))} (${visible(place.rule)})`), 6)
    }
    row.rules.forEach(({ says, outcome }, i) => {
      line(`  ${String(i + 1)}. ${MARKS[outcome]} ${says}${outcome === 'found' ? '' : color.dim(`  ${outcome}`)}`, 7)
    })
  }
  line()
  line(
    set === undefined
      ? color.dim('It cannot be set: where it is wrong, the place that is named is what was misread.')
      : `Set it: ${set}`,
  )
}
