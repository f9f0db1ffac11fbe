import type { Context } from '../../../src/artifact/index.ts'
import type { CiRun, Evidence, Project } from '../../../src/detect/types.ts'
import { isOurs } from '../_common/host.ts'
import { fileAt, lineWith, workflowsOf } from '../_common/workflows.ts'

/** Commands that build or test, whatever comes before them: settings, `time`, a package to work on. */
const RUNS: Readonly<Record<Project['ecosystem'], RegExp>> = {
  rust: /^(?:\w+=\S* )*(?:cargo|cross) (?:\+\S+ )?(?:test|nextest|build|check|clippy|llvm-cov|tarpaulin|hack|make)\b/,
  node: /^(?:\w+=\S* )*(?:npm|pnpm|yarn|bun|npx|turbo|nx|lerna)\b.*\b(?:test|t|build|check|typecheck|verify|affected)\b/,
}
const TASK_RUNNER = /^(?:make|just|task|mise run)\b.*\b(?:test|check|build|ci|all)\b/
/** A workflow of somebody else that is called as a whole: what it runs stands in another repository. */
const CALLED = /^\s+uses:\s*['"]?[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]*(ci|test|build|check)[\w.-]*@/

/** CI of other hosts; that of Travis does not run for most repositories that still have its file. */
const ELSEWHERE = /^(\.gitlab-ci\.yml|\.circleci\/config\.yml|azure-pipelines\.yml)$/

/**
 * @param whose 'user': only what no earlier run of this program wrote
 * @returns for each project, what builds or tests it in CI; projects that nothing does are not in it
 */
export function coverageOf(ctx: Context, whose: 'all' | 'user'): ReadonlyMap<Project, Evidence> {
  const runs = ctx.facts.ciRuns.filter(run => whose === 'all' || !isOurs(ctx, run.path))
  const called = workflowsOf(ctx, whose).flatMap(file => lineWith(file, CALLED, 'workflow that is called') ?? [])[0]
  const found = new Map<Project, Evidence>()
  for (const project of ctx.facts.projects) {
    const run = runs.find(candidate => runsIn(ctx, candidate, project))
    const evidence = run ? evidenceOf(ctx, run) : called
    if (evidence) found.set(project, evidence)
  }
  return found
}

function runsIn(ctx: Context, run: CiRun, project: Project): boolean {
  if (!run.path.startsWith('.github/') && !ELSEWHERE.test(run.path)) return false
  if (!RUNS[project.ecosystem].test(run.line) && !TASK_RUNNER.test(run.line)) return false
  const siblings = ctx.facts.projects.filter(other => other.ecosystem === project.ecosystem)
  return siblings.length === 1 || project.path === '.' || (ctx.ws.read(run.path) ?? '').includes(project.path)
}

function evidenceOf(ctx: Context, run: CiRun): Evidence {
  const start = run.line.split(' ').slice(0, 3).join(' ')
  const pattern = new RegExp(start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return fileAt(ctx, run.path).flatMap(file => lineWith(file, pattern, 'command in CI') ?? [])[0] ?? { path: run.path, rule: 'command in CI' }
}
