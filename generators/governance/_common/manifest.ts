import { parse } from 'jsonc-parser'
import type { Context } from '../../../src/artifact/index.ts'
import type { Evidence, Fact, Package } from '../../../src/detect/types.ts'
import { plain } from '../../../src/text/quote.ts'
import { readTomlValue } from '../../../src/text/toml.ts'

type Table = Readonly<Record<string, unknown>>

/** @returns every package of the repository, the roots of projects first */
export function packagesOf(ctx: Context): readonly Package[] {
  const all = ctx.facts.projects.flatMap(project => project.packages)
  const roots = new Set(ctx.facts.projects.map(project => project.path))
  return [...all.filter(pkg => roots.has(pkg.path)), ...all.filter(pkg => !roots.has(pkg.path))]
}

/** @returns the values of a manifest; nothing for one that does not parse */
export function manifestOf(ctx: Context, path: string): Table {
  const text = ctx.ws.read(path)?.replace(/^\uFEFF/, '')
  if (text === undefined) return {}
  if (path.endsWith('.json')) return asTable(parse(text))
  return asTable(readTomlValue(text))
}

/** @returns `value` when it is an object, an empty one for anything else */
export function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {}
}

/** What authors of templates leave for others to replace. */
const PLACEHOLDER =
  /^(your|my|the)?[ _-]?(full)?[ _-]?(name|author|company|org|organi[sz]ation|username)s?$|\b(TODO|FIXME|CHANGE_?ME|REPLACE_?ME)\b|<.*>|\[.*\]/i

/** @returns the people or the company that manifests name as author, without addresses; undefined when manifests disagree or name nobody */
export function statedAuthor(ctx: Context): Fact<string> | undefined {
  const stated = manifestsOf(ctx).flatMap(path => {
    const author = authorIn(manifestOf(ctx, path))
    return author === undefined ? [] : [{ author, path }]
  })
  const [first] = stated
  if (!first || stated.some(other => other.author !== first.author)) return undefined
  return {
    value: first.author,
    certainty: 'certain',
    evidence: [evidenceOf(ctx, first.path, /^\s*"?(author|authors)"?\s*[:=]/, 'author of the manifest')],
  }
}

/** Manifests of packages, and of Cargo workspaces, whose root need not be a package. */
function manifestsOf(ctx: Context): readonly string[] {
  const roots = ctx.facts.projects.map(
    project =>
      `${project.path === '.' ? '' : `${project.path}/`}${project.ecosystem === 'rust' ? 'Cargo.toml' : 'package.json'}`,
  )
  return [...new Set([...roots, ...packagesOf(ctx).map(pkg => pkg.manifest)])]
}

function authorIn(manifest: Table): string | undefined {
  const workspace = asTable(asTable(manifest['workspace'])['package'])['authors']
  const crate = asTable(manifest['package'])['authors']
  const list = Array.isArray(crate) ? crate : Array.isArray(workspace) ? workspace : [manifest['author']]
  const names = list.map(nameIn).filter(name => name !== undefined)
  return names.length ? names.join(', ') : undefined
}

/** `Ada Lovelace <ada@example.org> (https://…)`, or the object form of npm. */
function nameIn(author: unknown): string | undefined {
  const text = typeof author === 'string' ? author : asTable(author)['name']
  if (typeof text !== 'string') return undefined
  const name = plain(text.replace(/\s*[<(].*$/s, '')).replace(/\s+/g, ' ')
  return /[\p{L}\p{N}]/u.test(name) && name.length <= 100 && !name.includes('@') && !PLACEHOLDER.test(name)
    ? name
    : undefined
}

/** @returns the e-mail address for reports of problems that a package.json names */
export function statedContact(ctx: Context): Fact<string> | undefined {
  for (const path of manifestsOf(ctx).filter(manifest => manifest.endsWith('.json'))) {
    const email = asTable(manifestOf(ctx, path)['bugs'])['email']
    if (typeof email === 'string')
      return {
        value: email.trim(),
        certainty: 'certain',
        evidence: [evidenceOf(ctx, path, /"email"\s*:/, 'package.json bugs.email')],
      }
  }
  return undefined
}

function evidenceOf(ctx: Context, path: string, pattern: RegExp, rule: string): Evidence {
  const lines = (ctx.ws.read(path) ?? '').split('\n')
  const at = lines.findIndex(text => pattern.test(text))
  return at === -1 ? { path, rule } : { path, line: at + 1, snippet: (lines[at] ?? '').trim(), rule }
}
