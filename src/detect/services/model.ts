import type { Framework } from '../catalogue.ts'
import type { Frontend, NonService, Service } from '../types.ts'

/** What one ecosystem has to say about deployables. */
export interface Deployables {
  readonly services: readonly Service[]
  readonly frontends: readonly Frontend[]
  readonly nonServices: readonly NonService[]
}

/** @returns the frameworks of `all` that one of `names` shows, those built on others first */
export function frameworksFor(all: readonly Framework[], names: ReadonlySet<string>): readonly Framework[] {
  return all
    .filter(framework => framework.packages.some(name => names.has(name)))
    .sort((a, b) => (b.rank ?? 1) - (a.rank ?? 1))
}

/** @returns the first number of a version or range: `4` of `^4.17.1`, `0.7` of `0.7` (before 1.0 the second number is the one that breaks) */
export function majorOf(version: string | undefined): string | undefined {
  const [, major, minor] = /(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? []
  if (major === undefined) return undefined
  return major === '0' && minor !== undefined ? `0.${minor}` : major
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /^(examples?|samples?|demos?|playgrounds?|sandbox|test-?beds?|tutorials?|[\w-]+[-_]examples?|(?:[\w-]+[-_])?show(?:case|room)s?)$/i,
    'an example',
  ],
  [
    /^(tests?|tests[-_][\w-]+|conformance|(?:test|mock|fake|dummy)[-_](?:server|service|api|app|client|page|site|embed)s?|__tests__|e2e|e2e-tests?|spec|integration-tests?|[\w-]+[-_]tests?|testing|cypress|playwright|test-utils|smoke-tests?)$/i,
    'tests',
  ],
  [
    /^(bench|benches|benchmarks?|[\w-]+[-_]bench(es|marks?)|perf|(?:[\w-]+[-_])?load-?(?:tests?|gen|generators?)|fuzz)$/i,
    'benchmarks',
  ],
  [
    /^(xtask|xtasks|tools?|tooling|scripts?|hack|dev-?tools|build-tools|codegen|generators?|\.[a-z][\w-]*)$/i,
    'a development tool',
  ],
  [/^(docs?|documentation|website-docs|storybook)$/i, 'documentation'],
  [/^((?:[\w.-]+[-_])?templates?|skeletons?|\.hygen|stubs?|mocks?)$/i, 'a template'],
]

/** @returns what the folders of a path say that is there, when it is none of the product; undefined when they say nothing */
export function asideOf(path: string): string | undefined {
  for (const part of path.split('/')) for (const [pattern, what] of KINDS) if (pattern.test(part)) return what
  return undefined
}

/** @returns false for a folder of tests, examples or templates: what lies there is not shipped */
export function isOfTheProduct(folder: string): boolean {
  return !/test|example|template/.test(asideOf(folder) ?? '')
}
