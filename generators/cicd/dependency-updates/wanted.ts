import type { Context } from '../../../src/artifact/index.ts'
import { dependabotDirectory } from '../../../src/contract/dependabot.ts'
import type { PackageManager } from '../../../src/detect/types.ts'

/** What Dependabot calls the package managers. */
const ECOSYSTEM: Readonly<Record<PackageManager, string>> = {
  cargo: 'cargo',
  npm: 'npm',
  pnpm: 'npm',
  yarn: 'npm',
  'yarn-berry': 'npm',
  bun: 'bun',
}

/** An entry that Dependabot's configuration should have. */
export interface Entry {
  readonly ecosystem: string
  readonly directory: string
}

/** @returns one entry for each project of the repository, and one for the actions of its workflows */
export function wantedEntries(ctx: Context): readonly Entry[] {
  const projects = ctx.facts.projects.map(project => ({
    ecosystem: ECOSYSTEM[project.manager.value],
    directory: dependabotDirectory(project.path),
  }))
  const workflows = ctx.ws.files.some(path => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
  return [...projects, ...(workflows ? [{ ecosystem: 'github-actions', directory: '/' }] : [])]
}
