import type { Context } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, dirname, isInside, join, relative } from '../../../src/text/paths.ts'
import { LOAD_NAMED, loadPatterns } from './own-files.ts'
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
  // k6 runs them: nothing imports them, and its modules are in no manifest
  const driven = project.path === '.' ? loadPatterns(ctx) : []
  return printJson({
    $schema: 'https://unpkg.com/knip@6/schema.json',
    ...(folders.length && !members ? { entry: files('.') } : {}),
    ...(driven.length ? { ignore: driven } : {}),
    ...(members ? { workspaces: Object.fromEntries(folders.map(folder => [folder, { entry: files(folder) }])) } : {}),
    // what a caller takes out of module.exports is not seen: nearly all of it would be reported
    ...(styleOf(ctx, project).modules === 'commonjs' ? { exclude: ['exports'] } : {}),
    // `yarn audit` is a command of Yarn, and is taken for a program (seen with knip 6.42)
    ...(ctx.facts.ciRuns.some(({ line }) => /^yarn audit\b/.test(line)) ? { ignoreBinaries: ['audit'] } : {}),
  })
}

/** A configuration of knip, in a file or in package.json. */
const KNIP_FILE = /^(?:\.?knip\.jsonc?|knip\.[jt]s|knip\.config\.[jt]s|package\.json)$/

/** @returns what is to be added to a configuration of the user, which may be code; nothing where it speaks of their folder */
export function toBeIgnored(ctx: Context, project: Project): readonly string[] {
  if (project.path !== '.') return []
  const root = project.packages.find(pkg => pkg.path === project.path)
  const configs = ctx.ws.files.filter(path => dirname(path) === '.' && KNIP_FILE.test(path))
  const has = root?.dependencies.some(({ name }) => name === 'knip') === true
  const named = configs.some(path => LOAD_NAMED.test(ctx.ws.read(path) ?? ''))
  const isOurs = configs.some(path => path !== 'package.json' && ctx.ownersOf(path).length > 0)
  if (!has || named || isOurs) return []
  return loadPatterns(ctx).map(pattern => `Add '${pattern}' to what knip ignores: k6 runs it, and nothing imports it.`)
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
