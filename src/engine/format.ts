import type { Plugin } from 'prettier'
import { prettierOptionsFor } from '../contract/prettier.ts'
import type { Quotes } from '../edit/types.ts'
import { basename } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'

/** What decides on the layout; plugins of the repository are not run. */
const LAYOUT = [
  'printWidth',
  'tabWidth',
  'useTabs',
  'semi',
  'singleQuote',
  'quoteProps',
  'trailingComma',
  'bracketSpacing',
  'objectWrap',
  'bracketSameLine',
  'arrowParens',
  'proseWrap',
] as const

const PARSERS: readonly (readonly [RegExp, string])[] = [
  [/\.ya?ml$/, 'yaml'],
  [/\.md$/, 'markdown'],
  [/\.jsonc?$|^\.prettierrc$/, 'json'],
  [/\.[cm]?js$/, 'babel'],
]

/**
 * Lays a new file out as the repository's own Prettier would, so that its format check stays green.
 * @returns the text as it is where the repository does not use Prettier, says its options in code, or Prettier has no answer
 */
export async function formatAsTheirs(ws: Workspace, path: string, text: string): Promise<string> {
  const parser = PARSERS.find(([name]) => name.test(basename(path)))?.[1]
  const theirs = parser && prettierOptionsFor(ws, path)
  if (!parser || !theirs) return text
  const options = Object.fromEntries(LAYOUT.filter(key => key in theirs).map(key => [key, theirs[key]]))
  const { format } = await import('prettier/standalone')
  try {
    return await format(text, { ...options, parser, plugins: await plugins(parser), endOfLine: 'lf' })
  } catch {
    return text
  }
}

/** @returns the quotes that the repository's own Prettier writes in `path` */
export function quotesOf(ws: Workspace, path: string): Quotes {
  return prettierOptionsFor(ws, path)?.['singleQuote'] === true ? 'single' : 'double'
}

async function plugins(parser: string): Promise<Plugin[]> {
  if (parser === 'yaml') return [await import('prettier/plugins/yaml')]
  if (parser === 'markdown') return [await import('prettier/plugins/markdown')]
  return [await import('prettier/plugins/babel'), (await import('prettier/plugins/estree')) as Plugin]
}
