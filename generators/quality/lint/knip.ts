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
    ...(members ? { workspaces: Object.fromEntries(folders.map(folder => [folder, { entry: files(folder) }])) } : {}),
  })
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
