import type { Context } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { isOurs } from '../../cicd/_common/host.ts'
import { fileAt, firstLine, workflowsOf } from '../../cicd/_common/workflows.ts'

export const CONFIG = '.gitleaks.toml'
export const PRE_COMMIT = '.pre-commit-config.yaml'

const SCANNER =
  /\b(gitleaks|secretlint|trufflehog|detect-secrets|ggshield|gitguardian|git-secrets|ripsecrets|talisman|whispers)\b/i
const OTHER_CONFIG =
  /(^|\/)(\.secretlintrc(\.\w+)?|\.secrets\.baseline|\.gitguardian\.ya?ml|\.?trufflehog\.ya?ml|\.talismanrc)$/
const HOOKS =
  /^(\.husky\/[^/_][^/]*|\.?lefthook(-local)?\.(ya?ml|toml|json)|\.pre-commit-config\.ya?ml|\.lintstagedrc(\.\w+)?|lint-staged\.config\.\w+|\.simple-git-hooks\.\w+|\.overcommit\.yml|prek\.toml)$/
const OTHER_CI = [
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  'Jenkinsfile',
]

export type Part = 'config' | 'hook' | 'job'

/** @returns where a part of the scan is found; undefined when it is not there */
export function lookAt(ctx: Context, part: Part, whose: 'all' | 'user'): Evidence | undefined {
  const mine = (path: string): boolean => whose === 'all' || !isOurs(ctx, path)
  if (part === 'config') {
    const path = ctx.ws.files.find(file => (/^\.?gitleaks\.toml$/.test(file) || OTHER_CONFIG.test(file)) && mine(file))
    return path === undefined ? undefined : { path, rule: 'configuration of a secret scanner' }
  }
  const paths = part === 'hook' ? [...ctx.ws.files.filter(file => HOOKS.test(file)), 'package.json'] : OTHER_CI
  const files = [
    ...paths.filter(mine).flatMap(path => fileAt(ctx, path)),
    ...(part === 'job' ? workflowsOf(ctx, whose) : []),
  ]
  const hook = (text: string): boolean =>
    part === 'job' || !text.startsWith('{') || /"(simple-git-hooks|lint-staged|pre-commit)"/.test(text)
  return firstLine(
    files.filter(file => hook(file.text)),
    SCANNER,
    part === 'hook' ? 'secret scanner in a hook' : 'secret scanner in CI',
  )
}

/** @returns true when the user has another scanner than the one that is written here */
export function usesOther(ctx: Context): boolean {
  const found = (['config', 'hook', 'job'] as const).flatMap(part => lookAt(ctx, part, 'user') ?? [])
  return found.some(evidence => !/gitleaks/i.test(`${evidence.path} ${evidence.snippet ?? ''}`))
}

/** What starts commands before a commit in this repository, beside pre-commit. */
export interface HookManager {
  readonly name: string
  /** Where a command is added. */
  readonly place: string
}

const MANAGERS: readonly (readonly [RegExp, string, HookManager])[] = [
  [/^\.husky\//, 'husky', { name: 'husky', place: '.husky/pre-commit' }],
  [/^\.?lefthook\./, 'lefthook', { name: 'lefthook', place: 'lefthook.yml, below pre-commit' }],
  [/^\.simple-git-hooks\./, 'simple-git-hooks', { name: 'simple-git-hooks', place: 'its pre-commit command' }],
  [/^\.overcommit\.yml$/, 'overcommit', { name: 'overcommit', place: '.overcommit.yml, below PreCommit' }],
]

/** @returns the hook manager of the repository, where it is another one than pre-commit */
export function otherHookManager(ctx: Context): HookManager | undefined {
  if (ctx.ws.has(PRE_COMMIT) && !isOurs(ctx, PRE_COMMIT)) return undefined
  const dependencies = new Set(
    ctx.facts.projects.flatMap(project => project.packages.flatMap(pkg => pkg.dependencies.map(d => d.name))),
  )
  return MANAGERS.find(([file, name]) => dependencies.has(name) || ctx.ws.files.some(path => file.test(path)))?.[2]
}
