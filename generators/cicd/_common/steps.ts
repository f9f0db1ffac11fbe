import { pinned, type ActionName } from '../../../src/contract/actions.ts'
import { entry, indent, type Value } from './yaml.ts'

export type Values = Readonly<Record<string, Value>>

/** A step of a workflow's job. */
export interface Step {
  readonly name: string
  /** Lines above the step, without comment signs. */
  readonly comment?: readonly string[]
  readonly id?: string
  readonly if?: Value
  readonly uses?: ActionName
  readonly with?: Values
  readonly env?: Values
  readonly run?: Value
  /** Comment behind a command of one line, for tools that read it there. */
  readonly note?: string
  readonly continueOnError?: Value
}

/** What a job needs before the commands of a project run in it. */
export interface Toolchain {
  /** Versions that the job runs with, the shipped one first; undefined where a file of the repository names the version. */
  readonly matrix?: { readonly key: string; readonly values: readonly (string | number)[] }
  readonly env: Values
  readonly steps: readonly Step[]
}

/** @returns the steps as lines of YAML, with `by` spaces in front */
export function printSteps(steps: readonly Step[], by: number): string {
  return indent(steps.flatMap(printStep), by).join('\n')
}

function printStep(step: Step): readonly string[] {
  const body = [
    ...entry('name', step.name),
    ...optional('id', step.id),
    ...optional('if', step.if),
    ...optional('continue-on-error', step.continueOnError),
    ...(step.uses ? [`uses: ${pinned(step.uses)}`] : []),
    ...mapping('with', step.with),
    ...mapping('env', step.env),
    ...optional('run', step.run).map((line, i, all) =>
      step.note !== undefined && i === 0 && all.length === 1 ? `${line} # ${step.note}` : line,
    ),
  ]
  return [
    ...(step.comment ?? []).map(line => `# ${line}`),
    ...body.map((line, i) => (line === '' ? '' : `${i === 0 ? '- ' : '  '}${line}`)),
  ]
}

function optional(key: string, value: Value | undefined): readonly string[] {
  return value === undefined ? [] : entry(key, value)
}

/** @returns `key:` with the entries below it; nothing when there are none */
export function mapping(key: string, values: Values | undefined): readonly string[] {
  const entries = Object.entries(values ?? {})
  return entries.length
    ? [
        `${key}:`,
        ...indent(
          entries.flatMap(([name, value]) => entry(name, value)),
          2,
        ),
      ]
    : []
}

/** @returns the step that every job begins with */
export function checkout(options: { readonly history?: boolean; readonly submodules?: boolean } = {}): Step {
  return {
    name: 'Check out',
    uses: 'actions/checkout',
    with: {
      ...(options.history ? { 'fetch-depth': 0 } : {}),
      ...(options.submodules ? { submodules: 'recursive' } : {}),
      'persist-credentials': false,
    },
  }
}
