import type { Context } from '../../../src/artifact/index.ts'
import { prettierConfigIn } from '../../../src/contract/prettier.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, isInside } from '../../../src/text/paths.ts'

/** How the code of a project is written today, as most of its files are. */
export interface Style {
  readonly semi: boolean
  readonly singleQuote: boolean
  readonly useTabs: boolean
  readonly tabWidth: 2 | 4 | 8
  readonly printWidth: 80 | 100 | 120
  readonly trailingComma: 'all' | 'none'
  /** What the `.js` files are. */
  readonly modules: 'esm' | 'commonjs'
}

const SOURCE = /\.[cm]?[jt]sx?$/
const NOT_WRITTEN =
  /(^|\/)(node_modules|dist|build|out|vendor|public|static|coverage|__generated__|generated|fixtures|__fixtures__|migrations)\/|\.min\.|\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$/
/** Statements that fit on one line, with a semicolon and without. */
const ENDED = /^\s*(import|export|const|let|var|return|throw|await)\b.*;$/
const UNENDED = /^\s*(import|export|const|let|var|return|throw|await)\b.*[\w)\]}'"`]$/
const FILES = 40
const LINES = 400

/** @returns the style of the project: what its own Prettier is told, else that of its code, else the defaults of Prettier */
export function styleOf(ctx: Context, project: Project): Style {
  const configured = configuredStyle(ctx, project)
  return configured ? { ...writtenStyle(ctx, project), ...configured } : writtenStyle(ctx, project)
}

function configuredStyle(ctx: Context, project: Project): Partial<Style> | undefined {
  const config = prettierConfigIn(ctx.ws, project.path)
  if (!config?.options || ctx.ownersOf(config.path).length > 0) return undefined
  const { semi, singleQuote, useTabs, tabWidth, trailingComma } = config.options
  return {
    semi: semi !== false,
    singleQuote: singleQuote === true,
    useTabs: useTabs === true,
    tabWidth: tabWidth === 4 || tabWidth === 8 ? tabWidth : 2,
    trailingComma: trailingComma === 'none' ? 'none' : 'all',
  }
}

function writtenStyle(ctx: Context, project: Project): Style {
  const lines = sourceFiles(ctx, project).flatMap(path => (ctx.ws.read(path) ?? '').split(/\r?\n/).slice(0, LINES))
  const code = lines.filter(line => !/^\s*(\/\/|\/?\*)/.test(line))
  const count = (pattern: RegExp): number => code.filter(line => pattern.test(line)).length
  const most = (pattern: RegExp, other: RegExp): boolean => count(pattern) > count(other)
  return {
    semi: !most(UNENDED, ENDED),
    singleQuote: most(/^[^"`]*'[^'"`]*'[^"`]*$/, /^[^'`]*"[^"'`]*"[^'`]*$/),
    useTabs: most(/^\t+\S/, /^ {2,}\S/),
    tabWidth: tabWidth(code),
    printWidth: printWidth(code),
    trailingComma: trailingComma(code),
    modules: most(/\brequire\(['"]|^module\.exports\b/, /^\s*(import\b.*['"];?$|export\b)/) ? 'commonjs' : 'esm',
  }
}

/** The first files by path, spread over the folders, so that one large folder does not decide alone. */
function sourceFiles(ctx: Context, project: Project): readonly string[] {
  const all = ctx.ws.files.filter(
    path =>
      isInside(path, project.path) && SOURCE.test(path) && !NOT_WRITTEN.test(path) && ctx.ownersOf(path).length === 0,
  )
  const step = Math.max(1, Math.floor(all.length / FILES))
  return [...all]
    .sort(byCodeUnit)
    .filter((_, i) => i % step === 0)
    .slice(0, FILES)
}

/** The step by which indentation grows most often. */
function tabWidth(code: readonly string[]): Style['tabWidth'] {
  const steps = new Map<number, number>()
  let before = 0
  for (const line of code) {
    if (line.trim() === '') continue
    const indent = /^ */.exec(line)?.[0].length ?? 0
    if (indent > before) steps.set(indent - before, (steps.get(indent - before) ?? 0) + 1)
    before = indent
  }
  const [best] = [...steps].filter(([step]) => step === 2 || step === 4 || step === 8).sort((a, b) => b[1] - a[1])
  return best?.[0] === 4 || best?.[0] === 8 ? best[0] : 2
}

/** The narrowest usual width that nearly all lines keep to. */
function printWidth(code: readonly string[]): Style['printWidth'] {
  const lines = code.filter(line => line.trim() !== '')
  const share = (width: number): number => lines.filter(line => line.length > width).length / Math.max(1, lines.length)
  return share(80) <= 0.03 ? 80 : share(100) <= 0.03 ? 100 : 120
}

/** Whether the last item of a list that is spread over lines ends with a comma. */
function trailingComma(code: readonly string[]): Style['trailingComma'] {
  let [withComma, without] = [0, 0]
  for (const [i, line] of code.entries()) {
    if (!/^\s*[\]}]/.test(code[i + 1] ?? '')) continue
    if (/^\s+[\w.'"`\[{].*,$/.test(line)) withComma++
    else if (/^\s+([\w$]+: .*[^;{,(\s]|['"][^'"]*['"]|[\w$.]+)$/.test(line)) without++
  }
  return without > withComma ? 'none' : 'all'
}

/** @returns text of .prettierrc.json: what differs from Prettier's defaults, so that formatting changes as little as possible */
export function prettierConfig(style: Style): string {
  const options = {
    ...(style.semi ? {} : { semi: false }),
    ...(style.singleQuote ? { singleQuote: true } : {}),
    ...(style.useTabs ? { useTabs: true } : {}),
    ...(style.tabWidth === 2 || style.useTabs ? {} : { tabWidth: style.tabWidth }),
    ...(style.printWidth === 80 ? {} : { printWidth: style.printWidth }),
    ...(style.trailingComma === 'all' ? {} : { trailingComma: style.trailingComma }),
  }
  const wide = !style.useTabs && style.tabWidth !== 2
  const data = {
    ...(wide ? { tabWidth: 2 } : {}),
    ...(style.singleQuote ? { singleQuote: false } : {}),
    ...(style.useTabs ? { useTabs: false } : {}),
  }
  const files = ['*.json', '*.yaml', '*.yml', '*.md']
  return printJson({ ...options, ...(Object.keys(data).length ? { overrides: [{ files, options: data }] } : {}) })
}

/** @returns JSON as formatters lay it out: lists of plain values on one line */
export function printJson(value: object): string {
  const text = JSON.stringify(value, null, 2).replace(
    /\[\n\s+([^[\]{}]+?)\n\s+\]/g,
    (_, inner: string) => `[${inner.split(/\n\s+/).join(' ')}]`,
  )
  return `${text}\n`
}
