import type { Context } from '../../../src/artifact/index.ts'
import { serversOf } from '../../../src/contract/servers.ts'
import type { Fact, PackageManager, Project } from '../../../src/detect/types.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { code, prose } from '../_common/markdown.ts'

const MANAGERS: Readonly<Record<PackageManager, string | undefined>> = {
  cargo: undefined,
  npm: 'npm',
  pnpm: 'pnpm',
  yarn: 'Yarn',
  'yarn-berry': 'Yarn',
  bun: 'Bun',
}

/** @returns what has to be on a machine before anything can be built, one line of Markdown each */
export function needsOf(ctx: Context): readonly string[] {
  const tools = ctx.facts.projects.flatMap(project =>
    project.ecosystem === 'rust' ? [toolchain(project)] : [...node(project), ...manager(project)],
  )
  const needed = ctx.facts.services.flatMap(serversOf).filter(need => !need.optional)
  const servers = [...new Set(needed.map(need => need.value))].sort(byCodeUnit)
  return [
    ...new Set([
      ...tools,
      ...(servers.length ? [`what the service talks to when it runs: ${servers.map(prose).join(', ')}`] : []),
    ]),
  ]
}

function toolchain(project: Project): string {
  const wanted = project.runtime
  if (!wanted) return 'Rust, a stable toolchain'
  return `Rust ${code(wanted.value)}${sourceOf(wanted)}`
}

function node(project: Project): readonly string[] {
  if (project.manager.value === 'bun') return []
  return [
    project.runtime
      ? `Node ${code(project.runtime.value)}${sourceOf(project.runtime)}`
      : 'Node, a release that is still maintained',
  ]
}

function manager(project: Project): readonly string[] {
  const name = MANAGERS[project.manager.value]
  // npm comes with Node
  if (name === undefined || (name === 'npm' && !project.managerVersion)) return []
  return [
    project.managerVersion ? `${name} ${code(project.managerVersion.value)}${sourceOf(project.managerVersion)}` : name,
  ]
}

function sourceOf({ certainty, evidence: [first] }: Fact<string>): string {
  if (!first) return ''
  return certainty === 'certain' ? `, as ${code(first.path)} says` : `, judging by ${code(first.path)}`
}
