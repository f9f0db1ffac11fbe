import type { Plugin } from 'prettier'
import type { CodeStyle } from '../contract/app/types.ts'
import { prettierOptionsFor } from '../contract/prettier.ts'
import type { Quotes } from '../edit/types.ts'
import { DEFAULT_LAYOUT, type Layout } from '../plan/manifest.ts'
import { memo } from '../text/memo.ts'
import { basename, isChartTemplate } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'

/** What decides on the layout; plugins of the repository are not run. */
const LAYOUT = ['printWidth', 'tabWidth', 'useTabs', 'singleQuote', 'bracketSpacing', 'proseWrap'] as const

/** The same for code. */
const SCRIPT_LAYOUT = [
  'semi',
  'quoteProps',
  'trailingComma',
  'arrowParens',
  'objectWrap',
  'experimentalTernaries',
] as const

const PARSERS: readonly (readonly [RegExp, string])[] = [
  [/\.ya?ml$/, 'yaml'],
  [/\.md$/, 'markdown'],
  [/\.json$/, 'json'],
  [/\.[cm]?js$/, 'babel'],
]

const PLUGINS: Readonly<Record<string, () => Promise<readonly Plugin[]>>> = {
  yaml: async () => [await import('prettier/plugins/yaml')],
  markdown: async () => [await import('prettier/plugins/markdown')],
  json: script,
  babel: script,
}

async function script(): Promise<readonly Plugin[]> {
  const [babel, estree] = await Promise.all([import('prettier/plugins/babel'), import('prettier/plugins/estree')])
  return [babel, estree as Plugin]
}

/**
 * Lays YAML, Markdown, JSON and JavaScript of a new file out as the repository's own Prettier would, so that its format check stays green.
 * @returns the text as it is where the repository does not use Prettier, says its options in code, or Prettier has no answer
 */
export async function formatAsTheirs(ws: Workspace, path: string, text: string): Promise<string> {
  const parser = PARSERS.find(([name]) => name.test(basename(path)))?.[1]
  const theirs = parser && prettierOptionsFor(ws, path)
  if (!parser || !theirs || isChartTemplate(path)) return text
  const options = Object.fromEntries(
    [...LAYOUT, ...SCRIPT_LAYOUT].filter(key => key in theirs).map(key => [key, theirs[key]]),
  )
  return parser === 'json' && isLaidOut(text, options) ? text : formatted(parser, text, JSON.stringify(options))
}

/** JSON as we print it is what Prettier makes of it with its defaults; to print a long one again takes as long as all the rest. */
function isLaidOut(
  text: string,
  { useTabs, tabWidth = 2, printWidth = 80, objectWrap }: Record<string, unknown>,
): boolean {
  const usual = useTabs !== true && tabWidth === 2 && objectWrap !== 'collapse'
  const brokenLists = /\[\n\s+[^\s[{]/.test(text)
  return (
    usual && !brokenLists && !text.split('\n').some(line => line.includes(': [') && line.length > Number(printWidth))
  )
}

/** Most texts of a plan's second round are those of its first. */
const formatted = memo(async (parser: string, text: string, options: string): Promise<string> => {
  const { format } = await import('prettier/standalone')
  const plugins = [...((await PLUGINS[parser]?.()) ?? [])]
  try {
    return await format(text, { ...(JSON.parse(options) as object), parser, plugins, endOfLine: 'lf' })
  } catch {
    return text
  }
}, 500)

/**
 * Lays a new module of JavaScript or TypeScript out as the repository's own Prettier would, else as its code is written.
 * @throws Error when the text does not parse
 */
export async function formatCode(ws: Workspace, path: string, text: string, style: CodeStyle): Promise<string> {
  const theirs = prettierOptionsFor(ws, path)
  const options = theirs
    ? Object.fromEntries([...LAYOUT, ...SCRIPT_LAYOUT].filter(key => key in theirs).map(key => [key, theirs[key]]))
    : style
  return formattedCode(text, JSON.stringify(options))
}

const formattedCode = memo(async (text: string, options: string): Promise<string> => {
  const [{ format }, plugins] = await Promise.all([import('prettier/standalone'), script()])
  return format(text, {
    ...(JSON.parse(options) as object),
    parser: 'babel-ts',
    plugins: [...plugins],
    endOfLine: 'lf',
  })
}, 100)

/** @returns the layout that the repository's own Prettier gives to JSON in `path` */
export function layoutOf(ws: Workspace, path: string): Layout {
  const { useTabs, tabWidth, printWidth } = prettierOptionsFor(ws, path) ?? {}
  return {
    useTabs: useTabs === true,
    tabWidth: between(tabWidth, 1, 8) ?? DEFAULT_LAYOUT.tabWidth,
    printWidth: between(printWidth, 20, 1000) ?? DEFAULT_LAYOUT.printWidth,
  }
}

function between(value: unknown, least: number, most: number): number | undefined {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined
}

/** @returns the quotes that the repository's own Prettier writes in `path` */
export function quotesOf(ws: Workspace, path: string): Quotes {
  return prettierOptionsFor(ws, path)?.['singleQuote'] === true ? 'single' : 'double'
}
