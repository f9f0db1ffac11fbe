import type { Context } from '../../../src/artifact/index.ts'
import type { Command, ProjectContract, Task } from '../../../src/contract/index.ts'
import { plain } from '../../../src/text/quote.ts'
import { checkout, mapping, printSteps, type Step } from '../_common/steps.ts'
import { toolchainOf } from '../_common/toolchain.ts'
import { entry, expression, indent, joined, scalar, type Value } from '../_common/yaml.ts'

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
export function jobOf(ctx: Context, contract: ProjectContract): PrintedJob {
  const { project } = contract
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
    ...(matrix ? ['strategy:', '  fail-fast: false', '  matrix:', `    ${matrix.key}:`, ...matrix.values.map(value => `      - ${scalar(value)}`)] : []),
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
  return [...steps, ...summary(oldest && !reported.includes('build') ? [...reported, 'build'] : reported)]
}

function commandStep({ task, run, enforced, reason }: Command): Step {
  if (enforced) return { name: TITLES[task], run }
  return { name: TITLES[task], id: task, comment: wrap(`Reported only: ${plain(reason)}. Remove continue-on-error to require it.`), continueOnError: true, run }
}

const SHIPPED = expression("matrix.toolchain == 'stable'")

function forOldest(command: Command, step: Step): Step {
  if (command.task !== 'build') return { ...step, if: SHIPPED }
  if (!command.enforced) return step
  const comment = ['With the oldest compiler that the manifest promises, the build is reported only until somebody has seen it pass.']
  return { ...step, id: command.task, comment, continueOnError: expression("${{ matrix.toolchain != 'stable' }}") }
}

/** A step that says on the page of the run what failed without failing it. */
function summary(tasks: readonly Task[]): readonly Step[] {
  if (tasks.length === 0) return []
  const outcomes: Value = expression(tasks.map(task => `\${{ steps.${task}.outcome }} ${TITLES[task]}`).join('\n'))
  return [
    {
      name: 'Report what failed without being required',
      if: expression('${{ !cancelled() }}'),
      env: { OUTCOMES: outcomes },
      run: [
        'printf \'%s\\n\' "$OUTCOMES" | while read -r outcome check; do',
        '  if [ "$outcome" = failure ]; then',
        '    echo "::warning title=Not required yet::$check: failed, see its log"',
        '    echo "- $check: failed. It does not block yet." >> "$GITHUB_STEP_SUMMARY"',
        '  fi',
        'done',
      ].join('\n'),
    },
  ]
}

const WIDTH = 100

/** @returns `text` on lines of at most WIDTH characters, broken at spaces */
export function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
