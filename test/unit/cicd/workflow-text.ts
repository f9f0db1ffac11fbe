import { parse } from 'yaml'

export interface ParsedStep {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, unknown>>
  readonly run?: string
  readonly 'continue-on-error'?: boolean | string
}

export interface ParsedJob {
  readonly name?: string
  readonly needs?: readonly string[]
  readonly permissions?: unknown
  readonly 'timeout-minutes'?: number
  readonly 'runs-on'?: string
  readonly defaults?: { readonly run: { readonly 'working-directory': string } }
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> }
  readonly env?: Readonly<Record<string, unknown>>
  readonly steps: readonly ParsedStep[]
}

export interface ParsedWorkflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<Record<string, ParsedJob>>
}

/** @returns a workflow as GitHub reads it */
export function workflow(text: string): ParsedWorkflow {
  return parse(text) as ParsedWorkflow
}

/** @returns the steps of a job; throws when there is no such job */
export function stepsOf(text: string, job: string): readonly ParsedStep[] {
  const found = workflow(text).jobs[job]
  if (!found) throw new Error(`no job ${job}, but ${Object.keys(workflow(text).jobs).join(', ')}`)
  return found.steps
}

/** @returns the commands of a job's steps, in their order */
export function runs(text: string, job: string): readonly string[] {
  return stepsOf(text, job).flatMap(step => (step.run === undefined ? [] : [step.run]))
}

/** @returns the commands of a job, without the step that reports */
export function commandsIn(text: string, job: string): readonly string[] {
  return runs(text, job)
    .map(command => command.trim())
    .filter(command => !command.startsWith('printf'))
}

/** What every workflow must keep to, whatever it does. @returns what it breaks, in words */
export function faults(text: string): readonly string[] {
  const { jobs, permissions, concurrency } = workflow(text)
  const found: string[] = []
  if (JSON.stringify(permissions) !== '{}') found.push('permissions on top')
  if (!concurrency) found.push('no concurrency')
  for (const [id, job] of Object.entries(jobs)) {
    if (!job.name) found.push(`${id}: no name`)
    if (job['runs-on'] !== 'ubuntu-24.04') found.push(`${id}: runs on ${String(job['runs-on'])}`)
    if (!job['timeout-minutes']) found.push(`${id}: no timeout`)
    if (!['{}', '{"contents":"read"}'].includes(JSON.stringify(job.permissions))) found.push(`${id}: permissions`)
    for (const { uses, with: inputs } of job.steps) {
      if (uses?.startsWith('actions/checkout') && inputs?.['persist-credentials'] !== false)
        found.push(`${id}: the checkout keeps its token`)
    }
  }
  const pins = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(match => match[1] ?? '')
  return [
    ...found,
    ...pins
      .filter(pin => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin))
      .map(pin => `not pinned: ${pin}`),
  ]
}

/** @returns the expressions that GitHub would evaluate */
export function expressions(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(match => (match[1] ?? '').trim())
}
