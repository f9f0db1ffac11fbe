import { languageOf, lineChange, SWAP } from '../../../edit/code-path.ts'
import { lineAt } from '../../../text/lines.ts'
import { basename, byCodeUnit, dirname, join } from '../../../text/paths.ts'
import { childrenOf, dotted, literalText, sourceOf, type Script } from '../../source/script.ts'
import { nodesOf } from '../../source/script-nodes.ts'
import type { ScriptCode } from '../../source/script-code.ts'
import type { Evidence } from '../../types.ts'
import { blanksAt, endsLine, placeAt, startsLine } from '../place.ts'
import type { AppSite, ManualLine, ManualPart, Refusal, SiteChange } from '../types.ts'
import { creationsIn, outermost, type Creation, type Factory } from './creation.ts'
import { silentPools } from './pools.ts'

/** What is known of a service while its site is looked for. */
export interface SiteInput {
  readonly code: ScriptCode
  /** Files that are reached from the entry. */
  readonly files: readonly string[]
  /** Source file where it starts, relative to the repository. */
  readonly entry: string
  /** Major version of the framework. */
  readonly major: number
  /** Names of the dependencies of its package. */
  readonly dependencies: ReadonlySet<string>
  /** True for a file of its package: what other packages make is shared, and finds the dependencies of those. */
  readonly owns: (path: string) => boolean
}

/** What a framework adds to the site that all of them have in common. */
export interface SiteKind {
  /** Id of the framework, and folder below `templates/app/`. */
  readonly kind: string
  /** Oldest major version that the module is made for. */
  readonly from: number
  readonly factory: Factory
  /** Changes within the creation itself. */
  readonly more?: (creation: Creation) => readonly SiteChange[]
  /** What has to be added to it by hand. */
  readonly manual?: (creation: Creation) => readonly ManualPart[]
  /** Why a creation is not changed all the same. */
  readonly against?: (creation: Creation, scripts: readonly Script[]) => string | undefined
  readonly traits: (input: SiteInput, scripts: readonly Script[]) => AppSite['traits']
}

/** Name under which the code calls the module, and base name of its file. */
export const NAMESPACE = 'prodReady'
export const FILE = /(^|\/)prod-ready\.[cm]?[jt]s$/

/** @returns where the module of a service goes: where its application is made, when that is certain */
export function siteOf(kind: SiteKind, input: SiteInput): AppSite {
  const scripts = input.files
    .filter(file => !FILE.test(file))
    .flatMap(file => input.code.script(file) ?? [])
    .sort((a, b) => byCodeUnit(a.path, b.path))
  const creations = outermost(scripts.flatMap(script => creationsIn(script, kind.factory)))
  const creation = creations.find(({ script }) => input.owns(script.path))
  const home = creation?.script.path ?? input.entry
  const base = {
    kind: kind.kind,
    module: moduleBeside(home),
    traits: { ...scriptTraits(input, home), ...kind.traits(input, scripts) },
  }
  const refused = refusal(kind, input, creations, scripts)
  if (refused || !creation) return { ...base, wiring: [], ...(refused ? { refused } : {}) }
  const { target = 'app', statement, script } = creation
  const more = kind.more?.(creation) ?? []
  const manual = [...(kind.manual?.(creation) ?? []), ...silentPools(scripts)]
  const end = statement?.to ?? creation.call.to
  const line = `${NAMESPACE}.harden(${target})${semi(script, end)}`
  const indent = blanksAt(script.text, statement?.from ?? creation.call.from)
  const place = { ...placeAt(script.text, end - 1, 'after', swapsOf(more)), indent }
  // what changes the line itself comes last: the others are placed by its text
  const changes = [
    importChange(input.code, creation, base.module),
    { change: lineChange(languageOf(script.path), line, place) },
    ...more,
  ]
  return { ...base, wiring: [{ path: script.path, changes }], ...(manual.length ? { manual } : {}) }
}

function swapsOf(changes: readonly SiteChange[]): readonly (readonly [string, string])[] {
  return changes.flatMap(({ change: { path } }) => {
    const [, kind, old, now] = path
    return kind === SWAP && typeof old === 'string' && typeof now === 'string' ? [[now, old] as const] : []
  })
}

function semi({ text }: Script, end: number): string {
  return text[end - 1] === ';' ? ';' : ''
}

function refusal(
  kind: SiteKind,
  input: SiteInput,
  creations: readonly Creation[],
  scripts: readonly Script[],
): Refusal | undefined {
  const [creation, second] = creations
  const said = (reason: string): Refusal => ({
    reason,
    evidence: creations.map(evidenceOf),
    lines: manualLines(input, creation, kind),
  })
  const maker = kind.factory.package
  if (!creation) return said(`${input.entry} leads to no place where an application of ${maker} is made`)
  if (second) return said(`applications of ${maker} are made in ${creations.length} places`)
  if (!input.owns(creation.script.path)) return said('its application is made by another package')
  const { script, statement, target } = creation
  if (target === undefined || !statement)
    return said(`what ${maker} returns is not kept in a variable by a statement of its own`)
  if (!endsLine(script.text, statement.to)) return said('something else stands behind it on the line')
  if (script.hasErrors) return said(`${script.path} does not parse`)
  const other = script.bindings.get(NAMESPACE)
  if (other && !isOurs(script)) return said(`${script.path} has something else that is called ${NAMESPACE}`)
  const reason = kind.against?.(creation, scripts)
  return reason === undefined ? undefined : said(reason)
}

function placeOf({ script, call }: Creation): string {
  return `${script.path}:${lineAt(script.text, call.from)}`
}

function evidenceOf({ script, call }: Creation): Evidence {
  const line = lineAt(script.text, call.from)
  return {
    path: script.path,
    line,
    snippet: (script.text.split('\n')[line - 1] ?? '').trim().slice(0, 200),
    rule: 'makes the application',
  }
}

function isOurs(script: Script): boolean {
  return script.modules.some(module => /(^|\/)prod-ready(\.[cm]?[jt]s)?$/.test(module))
}

function manualLines(
  { code, entry, owns }: SiteInput,
  creation: Creation | undefined,
  { factory }: SiteKind,
): readonly ManualLine[] {
  const isOwn = creation !== undefined && owns(creation.script.path)
  const path = isOwn ? creation.script.path : entry
  const script = code.script(path)
  const made = `the line that makes the application of ${factory.package}`
  const where =
    isOwn || !creation
      ? `below ${made} (${isOwn ? placeOf(creation) : path})`
      : `behind ${made} (${placeOf(creation)}), in ${path}`
  return [
    {
      code: importLine(code, path, moduleBeside(path), script),
      where: `at the top of ${path}`,
    },
    {
      code: `${NAMESPACE}.harden(${creation?.target ?? 'app'})`,
      where: `${where}, above its routes`,
    },
  ]
}

function moduleBeside(path: string): string {
  const ending = /\.([cm]?[jt]s)x?$/.exec(path)?.[1] ?? 'js'
  return join(dirname(path), `prod-ready.${ending}`)
}

/** Behind the last import, or above the statement that makes the application where nothing is imported before. */
function importChange(code: ScriptCode, { script, statement, call }: Creation, module: string): SiteChange {
  const first = statement?.from ?? call.from
  const imports = childrenOf(script.top).filter(
    node =>
      node.to <= first &&
      !sourceOf(script, node).includes('/prod-ready') &&
      (node.name === 'ImportDeclaration' || requires(script, node)) &&
      endsLine(script.text, node.to),
  )
  const last = imports.at(-1)
  const line = importLine(code, script.path, module, script)
  const ended = last ? semi(script, last.to) : statement ? semi(script, statement.to) : ''
  const language = languageOf(script.path)
  if (last) return { change: lineChange(language, line + ended, placeAt(script.text, last.to - 1, 'after')) }
  const top = topStatement(script, first)
  return { change: lineChange(language, `${line}${ended}\n`, placeAt(script.text, top, 'before')) }
}

/** The first statement that begins a line: directives such as 'use strict' stay above. */
function topStatement(script: Script, limit: number): number {
  const nodes = childrenOf(script.top).filter(
    node =>
      node.from <= limit &&
      /^[A-Z]/.test(node.name) &&
      !/Comment|Hashbang/.test(node.name) &&
      startsLine(script.text, node.from) &&
      !/^['"]use /.test(sourceOf(script, node)) &&
      !sourceOf(script, node).includes('/prod-ready'),
  )
  return nodes[0]?.from ?? limit
}

function requires(
  script: Script,
  node: { readonly name: string; readonly from: number; readonly to: number },
): boolean {
  return (
    node.name === 'VariableDeclaration' &&
    /=\s*require\(\s*['"][^'"]+['"]\s*\)/.test(script.text.slice(node.from, node.to))
  )
}

/** @returns true for a file of an ECMAScript module: what it says itself decides, else its name and the package */
export function isModule(code: ScriptCode, path: string): boolean {
  const script = code.script(path)
  if (/\.m[jt]s$/.test(path)) return true
  if (path.endsWith('.cjs')) return false
  if (script && childrenOf(script.top).some(node => /^(Import|Export)Declaration$/.test(node.name))) return true
  if (/\.[c]?tsx?$/.test(path)) return true
  if (script?.modules.length && /\brequire\(/.test(script.text)) return false
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (code.view.has(manifest)) return code.view.json(manifest)?.get('type') === 'module'
    if (folder === '.') return false
  }
}

function importLine(code: ScriptCode, from: string, module: string, script: Script | undefined): string {
  // by its literals: comments have quotes of their own
  const literal = script && nodesOf(script, 'String')[0]
  const quote = literal ? sourceOf(script, literal).charAt(0) : "'"
  const name = `${quote}${specifier(code, from, module, script)}${quote}`
  return isModule(code, from) ? `import * as ${NAMESPACE} from ${name}` : `const ${NAMESPACE} = require(${name})`
}

/** As the code around it names its own files: TypeScript may want the name of the emitted file, of the source, or none. */
function specifier(code: ScriptCode, from: string, module: string, script: Script | undefined): string {
  const name = basename(module)
  const bare = './prod-ready'
  if (/\.[cm]js$/.test(name)) return `./${name}`
  if (!isModule(code, from)) return bare
  if (name.endsWith('.js')) return `./${name}`
  const style =
    relativeStyle(script) ??
    code
      .imports(from)
      .map(file => relativeStyle(code.script(file)))
      .find(s => s !== undefined)
  const emitted = `./${name.replace(/ts$/, 'js')}`
  if (style !== undefined) return { js: emitted, ts: `./${name}`, none: bare }[style]
  return wantsEndings(code, from) ? emitted : bare
}

/** A file of the repository, by its path or by an alias (`#src/…`, `~/…`, `@/…`), which shows a style only where it has an ending. */
const OWN_FILE = /^(\.|(#[\w-]*|~|@)\/.*\.[cm]?[jt]sx?$)/

function relativeStyle(script: Script | undefined): 'js' | 'ts' | 'none' | undefined {
  const own = script?.modules.filter(
    module => OWN_FILE.test(module) && !module.includes('prod-ready') && !/\.(json|css|wasm|node)$/.test(module),
  )
  const [first] = own ?? []
  if (first === undefined) return undefined
  return /\.[cm]?jsx?$/.test(first) ? 'js' : /\.[cm]?tsx?$/.test(first) ? 'ts' : 'none'
}

/** Node's own resolution of ECMAScript modules, which the nearest tsconfig.json asks for. */
function wantsEndings(code: ScriptCode, from: string): boolean {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const config = join(folder, 'tsconfig.json')
    if (code.view.has(config)) {
      const doc = code.view.json(config, true)
      const wanted = [doc?.get('compilerOptions', 'moduleResolution'), doc?.get('compilerOptions', 'module')]
      return wanted.some(value => /^node(16|18|20|next)$/i.test(String(value)))
    }
    if (folder === '.') return false
  }
}

function scriptTraits({ code }: SiteInput, home: string): AppSite['traits'] {
  const typescript = /\.[cm]?tsx?$/.test(home)
  return { dialect: typescript ? 'typescript' : isModule(code, home) ? 'esm' : 'commonjs' }
}

/** @returns the value of the first string literal that fits, with its line */
export function literalLike(script: Script, pattern: RegExp): number | undefined {
  const literal = nodesOf(script, 'String').find(node => pattern.test(literalText(script, node) ?? ''))
  return literal && lineAt(script.text, literal.from)
}

/** @returns the line of the first call whose callee fits */
export function callLike(script: Script, pattern: RegExp): number | undefined {
  const call = nodesOf(script, 'CallExpression').find(node => pattern.test(dotted(script, node.firstChild) ?? ''))
  return call && lineAt(script.text, call.from)
}
