import { readYamlValue } from '../../../src/edit/yaml-value.ts'
import type { Workflow } from '../_common/workflows.ts'

type Table = Readonly<Record<string, unknown>>

/** @returns what a workflow lacks to be safe to leave alone, as phrases; nothing for one that cannot be read */
export function weaknesses(file: Workflow): readonly string[] {
  const workflow = asTable(readYamlValue(file.text))
  const jobs = Object.values(asTable(workflow['jobs'])).map(asTable)
  if (jobs.length === 0) return []
  const own = jobs.filter(job => job['uses'] === undefined)
  const uses = jobs
    .flatMap(job => [job['uses'], ...steps(job).map(step => step['uses'])])
    .filter(value => typeof value === 'string')
  const loose = uses.filter(reference => !/^(\.\/|docker:\/\/.*@sha256:)|@[0-9a-f]{40}$/i.test(reference))
  const checkouts = jobs.flatMap(steps).filter(step => String(step['uses']).startsWith('actions/checkout@'))
  const rules: readonly (readonly [boolean, string])[] = [
    [!limited(workflow, jobs), 'permissions of the token are not limited'],
    [
      loose.length > 0,
      `${loose[0] ?? ''}${loose.length > 1 ? ` and ${loose.length - 1} more` : ''} not pinned to a commit`,
    ],
    [own.some(job => job['timeout-minutes'] === undefined), 'a job without timeout-minutes'],
    [
      workflow['concurrency'] === undefined && jobs.every(job => job['concurrency'] === undefined),
      'no concurrency group',
    ],
    [
      checkouts.some(step => asTable(step['with'])['persist-credentials'] !== false),
      'the checkout leaves its token in .git (persist-credentials)',
    ],
    [!/\bcache\b|cache:/.test(file.text) && own.length > 0, 'no cache'],
  ]
  return rules.filter(([applies]) => applies).map(([, phrase]) => phrase)
}

function limited(workflow: Table, jobs: readonly Table[]): boolean {
  const narrow = (value: unknown): boolean => value !== undefined && value !== 'write-all'
  return workflow['permissions'] === undefined
    ? jobs.every(job => narrow(job['permissions']))
    : narrow(workflow['permissions'])
}

function steps(job: Table): readonly Table[] {
  return Array.isArray(job['steps']) ? job['steps'].map(asTable) : []
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}
