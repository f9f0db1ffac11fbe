import type { Context } from '../../../src/artifact/index.ts'
import type { Command, ProjectContract } from '../../../src/contract/index.ts'
import { namesFolder } from '../../../src/contract/proof.ts'
import type { CiRun, Evidence, Project } from '../../../src/detect/types.ts'
import { literally } from '../../../src/text/patterns.ts'
import { isOurs } from '../_common/host.ts'
import { fileAt, lineWith, workflowsOf } from '../_common/workflows.ts'

/** 'all': what any workflow runs; 'user': only what stands in workflows that no earlier run of this program wrote. */
export type Whose = 'all' | 'user'

const ECOSYSTEM: Readonly<Record<Project['ecosystem'], RegExp>> = {
  rust: /^(?:\w+=\S* )*(?:cargo|cross) /,
  node: /^(?:\w+=\S* )*(?:npm|pnpm|yarn|bun|npx|bunx|turbo|nx|nr|lerna)\b/,
}
/** Beside these, CI installs, publishes and deploys with the same programs. */
const CHECKS =
  /\b(?:test|nextest|build|check|clippy|fmt|lint|typecheck|type-check|tsc|vitest|jest|eslint|biome|prettier|knip|llvm-cov|verify|affected|t)\b/
const AUDITS = /\b(?:cargo (?:audit|deny|vet|outdated|publish|install)|npm (?:ci|install|audit|publish))\b/
/** What runs behind these names stands elsewhere: in a make file, a matrix, another repository. It is taken for everything. */
const TASK_RUNNER =
  /^(?:\w+=\S* )*(?:make|just|task|mise run|moon|bazel|nix|earthly)\b.*\b(?:test|check|build|ci|all|lint)\b/
const FROM_MATRIX = /\$\{\{\s*(?:matrix|inputs|env)\./
const CALLED =
  /^\s+-?\s*uses:\s*['"]?(?:\.\/|[\w.-]+\/[\w.-]+\/)\.github\/workflows\/[\w.-]*(?:ci|test|build|check)[\w.-]*/
/** CI of other hosts; that of Travis no longer runs for most repositories that still have its file. */
const ELSEWHERE = /^(\.gitlab-ci\.yml|\.circleci\/config\.yml|azure-pipelines\.yml)$/
/** Actions that run cargo: the command is an input. */
const CARGO_ACTION =
  /^\s+(?:uses:\s*['"]?\S+\/(?:clippy-check|rustfmt-check|rust-clippy-check)@|command:\s*(?:fmt|clippy|test|check|build)\b)/

/** @returns where CI checks, builds or tests a project, in whole or in part: one line of each workflow */
export function evidenceOf(ctx: Context, project: Project, whose: Whose): readonly Evidence[] {
  const runs = runsIn(ctx, project, whose).filter(
    ({ line }) => ECOSYSTEM[project.ecosystem].test(line) && CHECKS.test(line) && !AUDITS.test(line),
  )
  const firsts = runs.filter((run, i) => runs.findIndex(other => other.path === run.path) === i)
  const whole = wholeIn(ctx, project, whose)
  return firsts.length > 0 ? firsts.map(run => lineOf(ctx, run)) : whole ? [whole] : []
}

/** @returns the commands of a project that CI does not run */
export function missingCommands(
  ctx: Context,
  { project, commands }: ProjectContract,
  whose: Whose,
): readonly Command[] {
  if (wholeIn(ctx, project, whose)) return []
  const lines = new Set(whose === 'all' ? ctx.facts.ciRuns.map(run => run.line) : [])
  const runs = ({ run }: Command): boolean => run.split(/&&|;/).every(part => lines.has(part.trim()))
  return commands.filter(command => command.task !== 'install' && command.runIn === undefined && !runs(command))
}

/** Somewhere CI hands the project over to something that cannot be looked into from here. */
function wholeIn(ctx: Context, project: Project, whose: Whose): Evidence | undefined {
  const runs = runsIn(ctx, project, whose)
  const run =
    runs.find(({ line, path }) => ELSEWHERE.test(path) && ECOSYSTEM[project.ecosystem].test(line)) ??
    runs.find(
      ({ line }) => TASK_RUNNER.test(line) || (ECOSYSTEM[project.ecosystem].test(line) && FROM_MATRIX.test(line)),
    )
  if (run) return lineOf(ctx, run)
  const files = workflowsOf(ctx, whose)
  const called = files.flatMap(file => lineWith(file, CALLED, 'workflow that is called') ?? [])[0]
  const action =
    project.ecosystem === 'rust'
      ? files.flatMap(file => lineWith(file, CARGO_ACTION, 'action that runs cargo') ?? [])[0]
      : undefined
  return called ?? action
}

function runsIn(ctx: Context, project: Project, whose: Whose): readonly CiRun[] {
  const alone =
    ctx.facts.projects.filter(other => other.ecosystem === project.ecosystem).length === 1 || project.path === '.'
  return ctx.facts.ciRuns.filter(({ path }) => {
    if (!path.startsWith('.github/') && !ELSEWHERE.test(path)) return false
    return (whose === 'all' || !isOurs(ctx, path)) && (alone || namesFolder(ctx.ws.read(path) ?? '', project.path))
  })
}

function lineOf(ctx: Context, run: CiRun): Evidence {
  const start = run.line.split(' ').slice(0, 3).join(' ')
  const pattern = new RegExp(literally(start))
  return (
    fileAt(ctx, run.path).flatMap(file => lineWith(file, pattern, 'command in CI') ?? [])[0] ?? {
      path: run.path,
      rule: 'command in CI',
    }
  )
}
