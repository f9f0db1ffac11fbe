import { absent, partial, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import { workflowsOf } from '../_common/workflows.ts'
import { coverageOf } from './coverage.ts'
import { weaknesses } from './hardening.ts'

/** Does CI build or test every project, in a workflow that is safe to leave alone? */
export function audit(ctx: Context): Presence {
  const { projects } = ctx.facts
  const covered = coverageOf(ctx, 'all')
  const evidence = [...new Map([...covered.values()].map(found => [found.path, found])).values()]
  if (evidence.length === 0) return absent(`no workflow builds or tests ${projects.length > 1 ? 'the projects' : 'the project'}`)
  const open = projects.filter(project => !covered.has(project))
  if (open.length > 0) return partial(evidence, `nothing in CI builds or tests ${open.map(project => manifest(project.path, project.ecosystem)).join(', ')}`)
  const files = workflowsOf(ctx, 'all').filter(file => evidence.some(found => found.path === file.path))
  const weak = files.flatMap(file => weaknesses(file).map(phrase => `${file.path}: ${phrase}`))
  return weak.length > 0 ? partial(evidence, weak.join('; ')) : present(evidence, 'every project is built or tested on a change')
}

function manifest(folder: string, ecosystem: string): string {
  return `${folder === '.' ? '' : `${folder}/`}${ecosystem === 'rust' ? 'Cargo.toml' : 'package.json'}`
}
