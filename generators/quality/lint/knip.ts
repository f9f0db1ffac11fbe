import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { join, relative } from '../../../src/text/paths.ts'
import { printJson } from './style.ts'

interface Entry {
  /** Relative to the project. */
  readonly folder: string
  readonly file: string
}

/** @returns text of knip.json: programs that no manifest names are named as entries, everything else knip finds by itself */
export function knipConfig(ctx: Context, project: Project): string {
  const entries = entriesOf(ctx, project)
  const folders = [...new Set(entries.map(({ folder }) => folder))]
  const files = (folder: string): readonly string[] =>
    entries.filter(entry => entry.folder === folder).map(({ file }) => file)
  const members = folders.some(folder => folder !== '.')
  return printJson({
    $schema: 'https://unpkg.com/knip@6/schema.json',
    ...(folders.length && !members ? { entry: files('.') } : {}),
    ...(runsYarnAudit(ctx, project) ? { ignoreBinaries: ['audit'] } : {}),
    ...(members ? { workspaces: Object.fromEntries(folders.map(folder => [folder, { entry: files(folder) }])) } : {}),
  })
}

/** knip takes the command of Yarn 1 for a program that no dependency brings (seen with knip 6.42). */
function runsYarnAudit({ ws }: Context, project: Project): boolean {
  const workflows = ws.files.filter(path => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
  return project.manager.value === 'yarn' && workflows.some(path => /\byarn audit\b/.test(ws.read(path) ?? ''))
}

function entriesOf(ctx: Context, project: Project): readonly Entry[] {
  return ctx.facts.services
    .filter(service => service.project === project.path && service.ecosystem === 'node')
    .flatMap(({ path, entry }) => {
      const named = entry && (ctx.ws.read(join(path, 'package.json')) ?? '').includes(entry.value)
      return entry && !named && ctx.ws.has(join(path, entry.value))
        ? [{ folder: relative(project.path, path), file: entry.value }]
        : []
    })
}
