import type { Context } from '../../../src/artifact/index.ts'
import type { Command, ProjectContract, Task } from '../../../src/contract/index.ts'
import { reportedOnly, reportStep } from '../_common/report.ts'
import { checkout, mapping, printSteps, type Step } from '../_common/steps.ts'
import { toolchainOf } from '../_common/toolchain.ts'
import { entry, expression, indent, joined, scalar } from '../_common/yaml.ts'

/** A job as the template prints it: lines of YAML, indented. */
export interface PrintedJob {
  readonly id: string
  readonly head: string
  readonly steps: string
}

const TITLES: Readonly<Record<Task, string>> = {
  install: 'Install dependencies',
  format: 'Check the formatting',
  lint: 'Lint',
  typecheck: 'Check the types',
  unused: 'Look for unused code',
  build: 'Build',
  test: 'Test',
}
/** Cold builds of Rust take their time; a job that hangs is stopped after this. */
const TIMEOUT = { rust: 45, node: 20 } as const

/** @returns the job that runs the commands of a project */
export function jobOf(ctx: Context, all: ProjectContract): PrintedJob {
  const { project } = all
  // an older compiler is only asked whether the code builds
  const contract =
    project.ecosystem === 'rust' && !all.commands.some(c => c.task === 'build')
      ? { ...all, runtimes: all.runtimes.slice(0, 1) }
      : all
  const toolchain = toolchainOf(contract, ctx.ws, ctx.facts.services)
  const { matrix } = toolchain
  const title = project.path === '.' ? contract.title : `${contract.title.replace(/ \(.*$/s, '')} ${project.path}`
  const name = matrix ? joined(title, expression(` \${{ matrix.${matrix.key} }}`)) : title
  const head = [
    ...entry('name', name),
    'runs-on: ubuntu-24.04',
    `timeout-minutes: ${TIMEOUT[project.ecosystem]}`,
    'permissions:',
    '  contents: read # to check out the code',
    ...mapping('env', toolchain.env),
    ...(project.path === '.' ? [] : ['defaults:', '  run:', ...indent(entry('working-directory', project.path), 4)]),
    ...(matrix
      ? [
          'strategy:',
          '  fail-fast: false',
          '  matrix:',
          `    ${matrix.key}:`,
          ...matrix.values.map(value => `      - ${scalar(value)}`),
        ]
      : []),
  ]
  const start = checkout({ submodules: ctx.ws.has('.gitmodules') })
  const steps = [start, ...toolchain.steps, ...commandSteps(contract, matrix?.values.length ?? 1)]
  return { id: contract.id, head: indent(head, 4).join('\n'), steps: printSteps(steps, 6) }
}

function commandSteps({ project, commands }: ProjectContract, versions: number): readonly Step[] {
  // an older compiler has other lints and another layout: it is asked for one thing only, whether the code builds
  const oldest = project.ecosystem === 'rust' && versions > 1
  const steps = commands.map(command => (oldest ? forOldest(command, commandStep(command)) : commandStep(command)))
  const reported = commands.filter(command => !command.enforced).map(command => command.task)
  const tasks: readonly Task[] = oldest && !reported.includes('build') ? [...reported, 'build'] : reported
  return [...steps, ...reportStep(tasks.map(task => ({ id: task, title: TITLES[task] })))]
}

function commandStep({ task, run, enforced, reason }: Command): Step {
  if (enforced) return { name: TITLES[task], run }
  return { name: TITLES[task], id: task, comment: reportedOnly(reason), continueOnError: true, run }
}

const SHIPPED = expression("matrix.toolchain == 'stable'")

function forOldest(command: Command, step: Step): Step {
  if (command.task !== 'build') return { ...step, if: SHIPPED }
  if (!command.enforced) return step
  const comment = [
    'With the oldest compiler that the manifest promises, the build is reported only until somebody has seen it pass.',
  ]
  return { ...step, id: command.task, comment, continueOnError: expression("${{ matrix.toolchain != 'stable' }}") }
}
