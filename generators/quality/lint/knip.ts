import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, isInside, join, relative } from '../../../src/text/paths.ts'
import { printJson, styleOf } from './style.ts'

interface Entry {
  /** Relative to the project. */
  readonly folder: string
  readonly file: string
}

/** @returns text of knip.json: programs that no manifest names are named as entries, everything else knip finds by itself */
export function knipConfig(ctx: Context, project: Project): string {
  const entries = [...entriesOf(ctx, project), ...examples(ctx, project)]
  const folders = [...new Set(entries.map(({ folder }) => folder))]
  const files = (folder: string): readonly string[] => [
    ...new Set(entries.filter(entry => entry.folder === folder).map(({ file }) => file)),
  ]
  const members = folders.some(folder => folder !== '.')
  return printJson({
    $schema: 'https://unpkg.com/knip@6/schema.json',
    ...(folders.length && !members ? { entry: files('.') } : {}),
    ...(members ? { workspaces: Object.fromEntries(folders.map(folder => [folder, { entry: files(folder) }])) } : {}),
    // what a caller takes out of module.exports is not seen: nearly all of it would be reported
    ...(styleOf(ctx, project).modules === 'commonjs' ? { exclude: ['exports'] } : {}),
    // `yarn audit` is a command of Yarn, and is taken for a program (seen with knip 6.42)
    ...(ctx.facts.ciRuns.some(({ line }) => /^yarn audit\b/.test(line)) ? { ignoreBinaries: ['audit'] } : {}),
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

/** Folders of programs that people start by hand: nothing imports them. */
const EXAMPLES = /^(examples?|demos?|samples?|bench|benchmarks?)\/(?:.*\/)?[^/]+\.([cm]?[jt]sx?)$/
/** What knip starts from where nothing is named; with names of ours, these have to be named as well. */
const USUAL = /^(src\/)?(index|cli|main)\.[cm]?[jt]sx?$/

function examples(ctx: Context, project: Project): readonly Entry[] {
  const members = project.packages.filter(pkg => pkg.path !== project.path)
  const inside = ctx.ws.files
    .filter(path => isInside(path, project.path) && !members.some(pkg => isInside(path, pkg.path)))
    .map(path => relative(project.path, path))
  const found = inside.flatMap(path => {
    const [, folder, end] = EXAMPLES.exec(path) ?? []
    return folder === undefined ? [] : [`${folder}/**/*.${end ?? ''}`]
  })
  const files = found.length ? [...inside.filter(path => USUAL.test(path)), ...new Set(found)] : []
  return files.sort(byCodeUnit).map(file => ({ folder: '.', file }))
}
