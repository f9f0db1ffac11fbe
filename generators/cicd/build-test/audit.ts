import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { ordinary } from '../_common/projects.ts'
import { workflowsOf } from '../_common/workflows.ts'
import { evidenceOf, missingCommands } from './coverage.ts'
import { weaknesses } from './hardening.ts'

/** Does CI run what contributors run, in workflows that are safe to leave alone? */
export function audit(ctx: Context): Presence {
  const projects = ordinary(ctx)
  const evidence = distinct(projects.flatMap(({ project }) => evidenceOf(ctx, project, 'all')))
  if (evidence.length === 0)
    return absent(`no workflow builds or tests the ${projects.length > 1 ? 'projects' : 'project'}`)
  const missing = projects.flatMap(contract =>
    missingCommands(ctx, contract, 'all').map(({ run }) => `${run}${place(contract.project.path)}`),
  )
  const weak = weaknessesIn(ctx, evidence)
  if (missing.length === 0 && weak.length === 0) return present(evidence, 'CI runs what contributors run')
  return partial(evidence, [...(missing.length ? [`CI does not run ${missing.join(', ')}`] : []), ...weak].join('; '))
}

/** @returns what the workflows that build and test lack to be safe to leave alone */
export function weaknessesIn(ctx: Context, evidence: readonly Evidence[]): readonly string[] {
  const paths = new Set(evidence.map(found => found.path))
  return workflowsOf(ctx, 'all')
    .filter(file => paths.has(file.path))
    .flatMap(file => {
      const found = weaknesses(file)
      return found.length ? [`${file.path}: ${found.join(', ')}`] : []
    })
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map(found => [`${found.path}:${found.line ?? 0}`, found])).values()]
}

function place(folder: string): string {
  return folder === '.' ? '' : ` (${folder})`
}
