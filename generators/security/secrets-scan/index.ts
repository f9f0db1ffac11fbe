import { defineArtifact, template, type Context, type Output } from '../../../src/artifact/index.ts'
import type { PackageManager } from '../../../src/detect/types.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { onGithub, workflowPath } from '../../cicd/_common/host.ts'
import { checkout, printSteps } from '../../cicd/_common/steps.ts'
import { workflowName } from '../../cicd/_common/workflows.ts'
import { scalar } from '../../cicd/_common/yaml.ts'
import { audit } from './audit.ts'
import { CONFIG, lookAt, otherHookManager, PRE_COMMIT, usesOther } from './scanners.ts'

/** gitleaks, read in 2026-08: the release and the commit that its tag stands for. */
const VERSION = 'v8.30.1'
const COMMIT = '83d9cd684c87d95d656c1458ef04895a7f1cbd8e'
const REPOSITORY = 'https://github.com/gitleaks/gitleaks'

const LOCK_FILES: Readonly<Record<PackageManager, readonly string[]>> = {
  cargo: ['Cargo\\.lock'],
  npm: ['package-lock\\.json', 'npm-shrinkwrap\\.json'],
  pnpm: ['pnpm-lock\\.yaml'],
  yarn: ['yarn\\.lock'],
  'yarn-berry': ['yarn\\.lock'],
  bun: ['bun\\.lockb?'],
}

export const artifact = defineArtifact({
  id: 'security/secrets-scan',
  title: 'Secret scan',
  kind: 'file',
  why: 'A secret that was pushed once is known for good, whatever is committed afterwards. The hook stops it on the machine of whoever writes it, the workflow stops it in a pull request.',
  capabilities: ['security/secrets-scan'],
  applies: () => true,
  audit,
  questions: [],
  outputs: ctx => [...config(ctx), ...hook(ctx), ...job(ctx)],
  next: ctx => {
    const manager = otherHookManager(ctx)
    const history =
      'Scan what the history holds already, once: gitleaks git --redact. Replace every secret that it finds where it is used, then list the finding in .gitleaksignore.'
    if (lookAt(ctx, 'hook', 'user')) return [history]
    return manager
      ? [
          `${history} Scan before each commit as well: add gitleaks git --pre-commit --staged --redact to ${manager.place} (${manager.name} runs it).`,
        ]
      : [`${history} Switch the hook on, in each clone: pre-commit install.`]
  },
})

function config(ctx: Context): readonly Output[] {
  if (lookAt(ctx, 'config', 'user') || usesOther(ctx)) return []
  const managers = ctx.facts.projects.map(project => project.manager.value)
  const lockFiles = [...new Set(managers.flatMap(manager => LOCK_FILES[manager]))].sort(byCodeUnit)
  return [
    {
      type: 'file',
      path: CONFIG,
      content: template('security/secrets-scan/gitleaks.toml.ejs', { lockFiles }),
      own: 'seed',
    },
  ]
}

function hook(ctx: Context): readonly Output[] {
  if (lookAt(ctx, 'hook', 'user') || otherHookManager(ctx)) return []
  const value = { repo: REPOSITORY, rev: COMMIT, hooks: [{ id: 'gitleaks' }] }
  const change = {
    path: ['repos', { repo: REPOSITORY }],
    value,
    comment: `gitleaks ${VERSION}: nothing that looks like a secret gets into a commit`,
  }
  return [{ type: 'edit', path: PRE_COMMIT, format: 'yaml', changes: [change], seed: '' }]
}

function job(ctx: Context): readonly Output[] {
  if (lookAt(ctx, 'job', 'user') || onGithub(ctx, 'the workflow') !== true) return []
  const path = workflowPath(ctx, 'secrets-scan', 'secrets-scan-gitleaks')
  const data = {
    name: workflowName(ctx, path),
    branch: scalar(ctx.contract.repository.defaultBranch),
    checkout: printSteps([checkout({ history: true })], 6),
    tool: `github.com/zricethezav/gitleaks/v8@${VERSION}`,
  }
  return [{ type: 'file', path, content: template('security/secrets-scan/secrets-scan.yml.ejs', data), own: 'managed' }]
}
