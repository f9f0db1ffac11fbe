import semver from 'semver'
import type { Context, Output } from '../../../src/artifact/index.ts'
import { prettierConfigIn } from '../../../src/contract/prettier.ts'
import type { Project } from '../../../src/detect/types.ts'
import type { Change } from '../../../src/edit/types.ts'
import { LOAD_TESTS } from './own-files.ts'

const LAID_OUT = [/\.(md|ya?ml|json|mjs)$/, LOAD_TESTS]
const CODE = [/\.mjs$/, LOAD_TESTS]
/** The user may have had them before: an edit keeps to their layout. */
const EDITED = /(^|\/)(package\.json|dependabot\.ya?ml|renovate\.json|\.pre-commit-config\.yaml)$/

/**
 * @returns what a Prettier of the user is told to leave alone: the state of this program; and, where it asks for a layout that cannot be
 * known here, the files that were written, so that a check that passes today passes tomorrow
 */
export function leftAlone(ctx: Context, project: Project): readonly Output[] {
  const root = project.packages.find(pkg => pkg.path === project.path)
  const prettier = root?.dependencies.find(dependency => dependency.name === 'prettier')
  if (project.path !== '.' || !prettier) return []
  const unknown = [...unknownLayout(ctx), ...olderLayout(ctx, prettier.range)]
  const ours = ctx.ws.files.filter(
    path => ctx.ownersOf(path).length > 0 && unknown.some(name => name.test(path)) && !EDITED.test(path),
  )
  const changes = ours.map((path, i): Change => {
    const line = { path: [path], value: true }
    return i === 0
      ? { ...line, comment: 'Written with another layout: delete a line to have the file formatted.' }
      : line
  })
  return [
    {
      type: 'edit',
      path: '.prettierignore',
      format: 'lines',
      changes: [{ path: ['.prod-ready/'], value: true }, ...changes],
      seed: '',
    },
  ]
}

/** @returns the files whose layout only a run of the user's Prettier could tell */
function unknownLayout(ctx: Context): readonly RegExp[] {
  const config = prettierConfigIn(ctx.ws, '.')
  // a configuration in code, or in another package
  if (config && !config.options) return LAID_OUT
  // Prettier takes from .editorconfig what its own configuration does not say
  const says = config?.options?.['tabWidth'] !== undefined || config?.options?.['useTabs'] !== undefined
  if (!says && indentsOtherwise(ctx.ws.read('.editorconfig') ?? '')) return LAID_OUT
  return config?.options?.['plugins'] === undefined ? [] : CODE
}

/** Prettier breaks lines within template literals before 3.2, and pads the items of a list in Markdown to its width before 3.4 (its changelog). */
function olderLayout(ctx: Context, range: string | undefined): readonly RegExp[] {
  const oldest = semver.validRange(range ?? '') === null ? null : semver.minVersion(range ?? '')
  const width = Number(prettierConfigIn(ctx.ws, '.')?.options?.['tabWidth'] ?? 2)
  return [
    ...(oldest && semver.lt(oldest, '3.2.0') ? [LOAD_TESTS] : []),
    ...(oldest && semver.lt(oldest, '3.4.0') && width > 2 ? [/\.md$/] : []),
  ]
}

/** @returns true when a section of .editorconfig that may mean our files asks for tabs, or for another width than two */
function indentsOtherwise(text: string): boolean {
  const sections = text.split(/^\s*(?=\[)/m)
  return sections.some(
    section =>
      /^\[(\*{1,2}|.*\b(md|ya?ml|json|mjs)\b.*)\]/.test(section) &&
      /^\s*indent_style\s*=\s*tab|^\s*(indent_size|tab_width)\s*=\s*(?!\s|2\b)/im.test(section),
  )
}
