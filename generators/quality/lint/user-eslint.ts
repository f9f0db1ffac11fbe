import type { Context, Output } from '../../../src/artifact/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { basename, dirname } from '../../../src/text/paths.ts'
import { LOAD_NAMED, LOAD_TESTS, loadPatterns, ownFiles } from './own-files.ts'

const LEGACY = /^\.eslintrc(\.\w+)?$/
const FLAT = /^eslint\.config\.[cm]?[jt]s$/

/**
 * @returns what an ESLint of the user is told to leave alone. It parses a file before it reads a comment in it: scripts of k6 fail as
 * CommonJS, and where the parser wants types, as files of no compilation. A flat configuration is code, which is not changed.
 */
export function leftAloneByEslint(ctx: Context, project: Project): readonly Output[] {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const atRoot = ctx.ws.files.filter(path => dirname(path) === '.').map(basename)
  const legacy = atRoot.some(name => LEGACY.test(name)) && !atRoot.some(name => FLAT.test(name))
  const has = root?.dependencies.some(dependency => dependency.name === 'eslint') === true
  // with a file of its own the list in package.json would count no more
  const listed = /"eslintIgnore"\s*:/.test(ctx.ws.read('package.json') ?? '')
  if (project.path !== '.' || !has || !legacy || listed) return []
  const changes = ownFiles(ctx, LOAD_TESTS).map(path => ({
    path: [path.endsWith('.js') ? path : `${path}/`],
    value: true,
  }))
  return changes.length ? [{ type: 'edit', path: '.eslintignore', format: 'lines', changes, seed: '' }] : []
}

/** Says that scripts are CommonJS, or that a parser reads them with types. */
const STRICT = /\bsourceType\s*:\s*['"](commonjs|script)['"]|\b(projectService|parserOptions)\b|\b\w+TypeChecked\b/

/** @returns what is to be added to a flat configuration that could not parse the scripts of k6; nothing where it speaks of their folder */
export function toBeLeftAlone(ctx: Context, project: Project): readonly string[] {
  const path = ctx.ws.files.find(file => dirname(file) === project.path && FLAT.test(basename(file)))
  if (path === undefined || ctx.ownersOf(path).length > 0 || project.path !== '.') return []
  const text = ctx.ws.read(path) ?? ''
  if (!STRICT.test(text) || LOAD_NAMED.test(text)) return []
  return loadPatterns(ctx).map(
    pattern =>
      `Add '${pattern}' to the ignores of ${path}: ESLint could not parse the scripts of k6 as it reads the others.`,
  )
}
