import type { Context } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { PackageManager, Project } from '../../../src/detect/types.ts'
import { reportedOnly, reportStep, wrap, type Reported } from '../_common/report.ts'
import { nodeToolchain } from '../_common/setup-node.ts'
import { checkout, printSteps, type Step } from '../_common/steps.ts'
import { entry, expression, indent } from '../_common/yaml.ts'
import { denyOfUser } from './deny.ts'

/** Newest cargo-deny that the pinned installer knows, with its checksum. */
const CARGO_DENY = 'cargo-deny@0.20.2'

export interface PrintedJob {
  readonly id: string
  readonly head: string
  readonly steps: string
}

/** @returns the job that audits a project */
export function jobOf(ctx: Context, contract: ProjectContract): PrintedJob {
  const { project, id } = contract
  const steps = project.ecosystem === 'rust' ? rustSteps(ctx, project) : nodeSteps(ctx, contract)
  const place = project.path === '.' ? '' : ` in ${project.path}`
  const head = [
    ...entry('name', `${project.ecosystem === 'rust' ? 'Crates' : 'Packages'}${place}`),
    'runs-on: ubuntu-24.04',
    'timeout-minutes: 15',
    'permissions:',
    '  contents: read # to check out the code',
    ...(project.path === '.' ? [] : ['defaults:', '  run:', ...indent(entry('working-directory', project.path), 4)]),
  ]
  return { id: `audit-${id}`, head: indent(head, 4).join('\n'), steps: printSteps([checkout(), ...steps], 6) }
}

/** What became known since the last run must not stop a change that has nothing to do with it. */
const ON_CHANGE = {
  comment: wrap(
    'What becomes known today must not stop the change of today: on pull requests it is reported, and only the weekly run fails.',
  ),
  continueOnError: expression("${{ github.event_name == 'pull_request' }}"),
}

function rustSteps(ctx: Context, project: Project): readonly Step[] {
  const theirs = denyOfUser(ctx, project)
  const untried = {
    comment: reportedOnly('nothing in the repository shows that its configuration passes'),
    continueOnError: true,
  }
  const licenses = {
    comment: reportedOnly('a crate may be under a licence that deny.toml does not list yet'),
    continueOnError: true,
  }
  const checks: readonly Step[] = [
    {
      name: 'Sources and bans',
      id: 'sources',
      run: 'cargo deny check bans sources',
      ...(theirs === undefined ? {} : untried),
    },
    { name: 'Licences', id: 'licenses', run: 'cargo deny check licenses', ...licenses },
    { name: 'Known weaknesses', id: 'advisories', run: 'cargo deny check advisories', ...ON_CHANGE },
  ]
  const install: Step = { name: 'Install cargo-deny', uses: 'taiki-e/install-action', with: { tool: CARGO_DENY } }
  return [install, ...checks, ...reportStep(checks.filter(step => step.continueOnError !== undefined).map(reported))]
}

function reported({ id, name }: Step): Reported {
  return { id: id ?? '', title: name }
}

/** What makes a lock file where there is none: the audit reads nothing else. */
const LOCK: Readonly<Record<PackageManager, string>> = {
  cargo: '',
  npm: 'npm install --package-lock-only --ignore-scripts',
  pnpm: 'pnpm install --lockfile-only --ignore-scripts',
  yarn: 'yarn install --ignore-scripts',
  'yarn-berry': 'yarn install --no-immutable --mode=update-lockfile',
  bun: 'bun install --lockfile-only --ignore-scripts',
}

/** Weaknesses from `high` on, in what is shipped. Yarn 1 answers with a sum: 8 stands for high, 16 for critical. */
const AUDIT: Readonly<Record<PackageManager, string>> = {
  cargo: '',
  npm: 'npm audit --omit=dev --audit-level=high',
  pnpm: 'pnpm audit --prod --audit-level high',
  yarn: 'yarn audit --groups dependencies --level high || [ "$?" -lt 8 ]',
  'yarn-berry': 'yarn npm audit --all --recursive --environment production --severity high',
  bun: 'bun audit --prod --audit-level=high',
}

function nodeSteps(ctx: Context, contract: ProjectContract): readonly Step[] {
  const { project } = contract
  const manager = project.manager.value
  const lock: readonly Step[] = project.lockfile
    ? []
    : [{ name: 'Resolve the dependencies of today', run: LOCK[manager] }]
  const audit: Step = { name: 'Known weaknesses', id: 'advisories', run: AUDIT[manager], ...ON_CHANGE }
  const signatures: readonly Step[] = manager === 'npm' && project.lockfile ? [SIGNATURES] : []
  return [
    ...nodeToolchain(contract, ctx.ws, false).steps,
    ...lock,
    audit,
    ...signatures,
    ...reportStep([audit, ...signatures].map(reported)),
  ]
}

const SIGNATURES: Step = {
  name: 'Signatures of the registry',
  id: 'signatures',
  comment: reportedOnly('packages of other registries may carry no signature'),
  continueOnError: true,
  run: 'npm ci --ignore-scripts\nnpm audit signatures',
}
