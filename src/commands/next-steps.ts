import type { Context } from '../artifact/types.ts'
import type { Selection } from '../engine/plop.ts'
import { changedDependencies, projectOf } from '../plan/dependencies.ts'
import type { FilePlan } from '../plan/types.ts'
import { WRITES } from '../plan/types.ts'
import { sh } from '../text/quote.ts'
import { lockCommand } from '../verify/lock-command.ts'

/**
 * What the user has to do after a run, most urgent first: a stale lock file makes every frozen install fail, then what the artifacts ask for,
 * then files that .gitignore hides.
 */
export function nextSteps(ctx: Context, selected: readonly Selection[], files: readonly FilePlan[], installed: boolean): readonly string[] {
  const written = new Set(files.filter(file => WRITES.has(file.action)).flatMap(file => file.artifacts))
  const asked = selected.filter(s => written.has(s.artifact.id)).flatMap(({ artifact, answers }) => artifact.next?.(ctx, answers) ?? [])
  const hidden = ctx.ws.git.ignored(files.filter(file => file.action === 'create').map(file => file.path))
  return [
    ...(installed ? [] : lockSteps(ctx, files)),
    ...new Set(asked),
    ...(hidden.length ? [`${hidden.join(', ')} ${hidden.length === 1 ? 'is' : 'are'} hidden by .gitignore: add with git add --force, or change the rule`] : []),
  ]
}

function lockSteps(ctx: Context, files: readonly FilePlan[]): readonly string[] {
  const roots = ctx.facts.projects.filter(project => project.ecosystem === 'node' && project.lockfile).map(project => project.path)
  const stale = new Set(changedDependencies(files).flatMap(folder => projectOf(folder, roots) ?? []))
  return ctx.facts.projects
    .filter(project => project.ecosystem === 'node' && stale.has(project.path))
    .flatMap(project => {
      const command = lockCommand(project.manager.value)
      if (!command) return []
      const line = command.map(sh).join(' ')
      return [`${project.path === '.' ? line : `(cd ${sh(project.path)} && ${line})`} brings ${project.lockfile?.value ?? 'the lock file'} up to date; frozen installs fail until then`]
    })
}
