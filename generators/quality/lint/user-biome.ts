import { parse } from 'jsonc-parser'
import type { Context, Output } from '../../../src/artifact/index.ts'
import { FOLDERS } from '../../../src/contract/places.ts'
import type { Project } from '../../../src/detect/types.ts'
import type { Change } from '../../../src/edit/types.ts'
import { ownFiles } from './own-files.ts'

/** Of what is written here, that which Biome reads: the rest is edited, or laid out as the code around it is. */
const READ = new RegExp(`^(?:${FOLDERS.deploy}|${FOLDERS.load})/.*\\.(?:js|json)$|^knip\\.json$`)
const ALWAYS = '.prod-ready'

/** @returns what a Biome of the user is told to leave alone: dashboards and schemas have a layout that no formatter made */
export function leftAloneByBiome(ctx: Context, project: Project): readonly Output[] {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const path = ['biome.json', 'biome.jsonc'].find(file => ctx.ws.has(file))
  const has = root?.dependencies.some(dependency => dependency.name === '@biomejs/biome') === true
  if (project.path !== '.' || !has || path === undefined) return []
  const changes = changesIn(ctx.ws.read(path) ?? '', [ALWAYS, ...ownFiles(ctx, READ)])
  return changes.length ? [{ type: 'edit', path, format: 'json', changes }] : []
}

/** Since its version 2 Biome has one list of what it reads, in which `!` takes away; before, one of what it ignores. */
function changesIn(text: string, paths: readonly string[]): readonly Change[] {
  const config = parse(text, [], { allowTrailingComma: true }) as Config | undefined
  const item = (list: string, value: string): Change => ({ path: ['files', list, { '': value }], value })
  if (config?.$schema?.includes('/schemas/1.') || config?.files?.ignore) return paths.map(path => item('ignore', path))
  const ours = ['**', ...paths.map(path => `!${path}`)]
  const includes = config?.files?.includes ?? []
  // a list of nothing but this is ours, and its first item with it
  const all = includes.every((entry, i) => (i === 0 ? entry === '**' : ours.includes(entry)))
  return ours.slice(all ? 0 : 1).map(entry => item('includes', entry))
}

interface Config {
  readonly $schema?: string
  readonly files?: { readonly ignore?: unknown; readonly includes?: readonly string[] }
}
