import type { Context, Output } from '../../../src/artifact/index.ts'
import { found } from '../../quality/lint/existing.ts'

/** Folders of all charts: what is in them is no YAML before Helm has read it. */
export const TEMPLATES = 'deploy/helm/*/templates/'
const IGNORE = '.prettierignore'

/** @returns what keeps a Prettier of the user, which lays out all YAML that it finds, from the templates of charts */
export function leftAlone(ctx: Context): readonly Output[] {
  const project = ctx.facts.projects.find(p => p.path === '.' && p.ecosystem === 'node')
  const root = project?.packages.find(pkg => pkg.path === '.')
  const has = root?.dependencies.some(dependency => dependency.name === 'prettier') === true
  if (!project || !has || !found(ctx, project, 'formatter', 'user')) return []
  return [
    {
      type: 'edit',
      path: IGNORE,
      format: 'lines',
      changes: [{ path: [TEMPLATES], value: true, comment: 'Templates of Helm are no YAML.' }],
      seed: '',
    },
  ]
}

/** @returns the checks of the user that take templates for YAML, as files to mend */
export function readers(ctx: Context): readonly string[] {
  const hooks = ctx.ws.read('.pre-commit-config.yaml') ?? ''
  const lint = ['.yamllint', '.yamllint.yaml', '.yamllint.yml'].filter(path => ctx.ws.has(path))
  return [
    ...(/\bid:\s*["']?check-yaml\b/.test(hooks) ? ['check-yaml in .pre-commit-config.yaml'] : []),
    ...lint.filter(path => !/^\s*(-\s*)?(ignore:.*)?deploy\/helm|\btemplates\b/m.test(ctx.ws.read(path) ?? '')),
  ]
}
