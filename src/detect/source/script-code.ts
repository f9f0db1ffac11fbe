import { dirname, join, normalize } from '../../text/paths.ts'
import { table, text, texts } from '../values.ts'
import type { View } from '../view.ts'
import { compiledFrom } from './compiled.ts'
import { rootsOf, type Alias } from './script-roots.ts'
import { readScript, type Script } from './script.ts'

const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
  '/index.ts',
  '/index.tsx',
  '/index.mts',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
]
/** Nobody writes files of this length: what is longer was generated, and takes seconds to parse. */
const LONGEST = 500_000
const SCRIPT = /\.([cm]?[jt]s|[jt]sx)$/

/** @returns true for JavaScript and TypeScript: by its extension, or by its first line where a program has none (`bin/www`) */
export function isScript(view: View, path: string): boolean {
  if (SCRIPT.test(path)) return true
  return (
    /(?:^|\/)bin\/[\w-]+$/.test(path) &&
    (path.endsWith('/www') || /^#!.*\b(?:node|bun)\b/.test(view.lines(path)[0] ?? ''))
  )
}

/** JavaScript and TypeScript of the repository: each file parsed at most once, imports resolved to files. */
export class ScriptCode {
  readonly #scripts = new Map<string, Script | undefined>()
  readonly #aliases = new Map<string, readonly Alias[]>()
  readonly #imports = new Map<string, readonly string[]>()

  /** @param members folder of each package of the repository, by name */
  constructor(
    readonly view: View,
    private readonly members: ReadonlyMap<string, string>,
  ) {}

  /** @returns the parsed file; undefined when there is none, or when it is no script */
  script(path: string): Script | undefined {
    if (!this.#scripts.has(path)) {
      const content = isScript(this.view, path) ? this.view.text(path) : undefined
      this.#scripts.set(path, content === undefined || content.length > LONGEST ? undefined : readScript(path, content))
    }
    return this.#scripts.get(path)
  }

  /** @returns the file that `specifier` in the file `from` means; undefined for packages of the registry */
  resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) {
      const path = `${dirname(from)}/${specifier}`
      return this.file(path) ?? this.#built(path) ?? this.#sample(path)
    }
    if (specifier.startsWith('#')) {
      const found = this.#subpath(dirname(from), specifier)
      if (found !== undefined) return found
    }
    for (const alias of this.#aliasesFor(dirname(from))) {
      const rest = match(alias.pattern, specifier)
      for (const target of rest === undefined ? [] : alias.targets) {
        const found = this.file(target.replace('*', rest ?? ''))
        if (found !== undefined) return found
      }
    }
    return this.#member(specifier)
  }

  /** @returns the files of the repository that a file imports, in their order */
  imports(path: string): readonly string[] {
    let found = this.#imports.get(path)
    if (!found) {
      const files = modulesIn(this.view.text(path) ?? '').flatMap(module => this.resolve(path, module) ?? [])
      this.#imports.set(path, (found = [...new Set(files.filter(file => SCRIPT.test(file)))]))
    }
    return found
  }

  /** @returns the file that `path` means: itself, with an extension, or the index of a folder */
  file(path: string): string | undefined {
    const clean = normalize(path)
    if (clean === undefined) return undefined
    for (const extension of EXTENSIONS) if (this.view.has(clean + extension)) return clean + extension
    // TypeScript writes the name of the file that it will emit.
    const source = clean.replace(/\.([cm]?)js(x?)$/, '.$1ts$2')
    return source !== clean && this.view.has(source) ? source : undefined
  }

  /** What a compiler will write there is written from: a program in JavaScript that starts `./dist/server.js`. */
  #built(path: string): string | undefined {
    const clean = normalize(path) ?? ''
    for (const compiled of compiledFrom(this.view, clean)) {
      const written = this.file(compiled)
      if (written !== undefined && written !== clean) return written
    }
    const [, folder, rest] = /^((?:.*\/)?)(?:dist|build|lib|out)(?:\/(.+))?$/.exec(clean) ?? []
    if (folder === undefined) return undefined
    return this.file(`${folder}src/${rest ?? 'index'}`) ?? (rest === undefined ? undefined : this.file(folder + rest))
  }

  /** Settings that each installation copies from a sample and does not commit: `config.js` from `config.default.js`. */
  #sample(path: string): string | undefined {
    const name = path.replace(/\.[cm]?[jt]s$/, '')
    return ['.default', '.example', '.sample', '.template', '.dist', '-sample', '-example', '-default']
      .map(mark => this.file(name + mark))
      .find(file => file !== undefined)
  }

  /** `imports` of the nearest package.json: `"#/*": "./src/*"` */
  #subpath(folder: string, specifier: string): string | undefined {
    const manifest = join(folder, 'package.json')
    if (!this.view.has(manifest)) return folder === '.' ? undefined : this.#subpath(dirname(folder), specifier)
    for (const [pattern, entry] of Object.entries(table(this.view.json(manifest)?.get('imports')))) {
      const rest = match(pattern, specifier)
      for (const target of rest === undefined ? [] : filesIn(entry)) {
        const path = target.replace('*', rest ?? '')
        const found =
          this.file(`${folder}/${path}`) ?? this.file(`${folder}/${path.replace(/^\.\/(dist|build|lib)\//, './src/')}`)
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  #member(specifier: string): string | undefined {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? ''
    const folder = this.members.get(name)
    if (folder === undefined) return undefined
    const rest = specifier.slice(name.length + 1)
    if (rest !== '')
      return (
        this.#exported(folder, `./${rest}`) ?? this.file(join(folder, rest)) ?? this.file(join(folder, 'src', rest))
      )
    const doc = this.view.json(join(folder, 'package.json'))
    const named = [text(doc?.get('source')), text(doc?.get('module')), text(doc?.get('main'))]
    const files = named.flatMap(file => file ?? [])
    const sources = files.filter(file => BUILT.test(file)).map(file => file.replace(BUILT, 'src/').replace(ENDING, ''))
    return (
      this.#exported(folder, '.') ??
      [...sources, 'src/index', 'index', ...files]
        .map(file => this.file(`${folder}/${file}`))
        .find(file => file !== undefined)
    )
  }

  #exported(folder: string, key: string): string | undefined {
    const doc = this.view.json(join(folder, 'package.json'))
    const exports = doc?.get('exports')
    const entry = key === '.' && typeof exports === 'string' ? exports : table(exports)[key]
    for (const file of filesIn(entry)) {
      const found =
        this.file(`${folder}/${file}`) ?? this.file(`${folder}/${file.replace(BUILT, './src/').replace(ENDING, '')}`)
      if (found !== undefined && SCRIPT.test(found)) return found
    }
    return undefined
  }

  /** The aliases of the nearest tsconfig.json, and the usual ones for the source folder beside the nearest manifest. */
  #aliasesFor(folder: string): readonly Alias[] {
    const known = this.#aliases.get(folder)
    if (known) return known
    const path = join(folder, 'tsconfig.json')
    const own = this.view.has(path) ? this.#aliasesIn(path, 0) : []
    const above =
      folder === '.' || (own.length && this.view.has(join(folder, 'package.json')))
        ? []
        : this.#aliasesFor(dirname(folder))
    const usual = this.view.has(join(folder, 'package.json'))
      ? ['@/*', '~/*', 'src/*', '@src/*'].map(pattern => ({
          pattern,
          targets: [join(folder, 'src/*'), join(folder, 'app/*')],
        }))
      : []
    const roots = usual.length ? rootsOf(this.view, folder, file => this.script(file)) : []
    const all = [...own, ...roots, ...usual, ...above]
    this.#aliases.set(folder, all)
    return all
  }

  #aliasesIn(path: string, depth: number): readonly Alias[] {
    const doc = this.view.json(path, true)
    if (!doc || depth > 3) return []
    const folder = dirname(path)
    const base = text(doc.get('compilerOptions', 'baseUrl')) ?? '.'
    const own = Object.entries(table(doc.get('compilerOptions', 'paths'))).map(([pattern, targets]) => ({
      pattern,
      targets: texts(targets).flatMap(target => normalize(`${folder}/${base}/${target}`) ?? []),
    }))
    const rooted =
      text(doc.get('compilerOptions', 'baseUrl')) === undefined ? undefined : normalize(`${folder}/${base}`)
    const plain = rooted === undefined ? [] : [{ pattern: '*', targets: [join(rooted, '*')] }]
    if (own.length || plain.length) return [...own, ...plain]
    const parent = text(doc.get('extends'))
    const next = parent?.startsWith('.') ? normalize(`${folder}/${parent}`) : undefined
    return next === undefined
      ? []
      : [next, `${next}.json`].filter(file => this.view.has(file)).flatMap(file => this.#aliasesIn(file, depth + 1))
  }
}

/** What stands in front of, and behind, the name of a file that a compiler writes. */
const BUILT = /^(?:\.\/)?(?:dist|build|lib)\//
const ENDING = /(\.d)?\.[cm]?[jt]s$/

/** @returns what the star of the pattern stands for; '' for a pattern without one that is equal */
function match(pattern: string, specifier: string): string | undefined {
  const [start = '', end] = pattern.split('*')
  if (end === undefined) return pattern === specifier ? '' : undefined
  return specifier.startsWith(start) && specifier.endsWith(end) && specifier.length > start.length + end.length - 1
    ? specifier.slice(start.length, specifier.length - end.length)
    : undefined
}

function filesIn(entry: unknown): readonly string[] {
  if (typeof entry === 'string') return [entry]
  return Object.values(table(entry)).flatMap(filesIn)
}

/** @returns the files that `path` imports, itself first, then the nearest; at most `limit` */
export function importedFrom(code: ScriptCode, path: string, limit = 400): readonly string[] {
  const seen = new Set([path])
  for (const file of seen) {
    if (seen.size >= limit) break
    for (const found of code.imports(file)) seen.add(found)
  }
  return [...seen]
}

/** @returns the packages of the registry (or of the workspace) that files import, by name */
export function packagesIn(code: ScriptCode, files: readonly string[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(file => modulesIn(code.view.text(file) ?? '').flatMap(module => packageOf(module) ?? [])),
  )
}

/** @returns the package that a module belongs to, `@acme/log` of `@acme/log/json`; undefined for a file */
export function packageOf(module: string): string | undefined {
  return /^(?:@[^/]+\/)?[^/@.#][^/]*/.exec(module)?.[0]
}

/** Which files to look at is no fact: a module that only a comment names costs a look, nothing else. */
function modulesIn(text: string): readonly string[] {
  const named = [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*['"`]([^'"`\n]+)['"`]/g)].map(
    match => match[1] ?? '',
  )
  return text.includes('__dirname') ? [...named, ...placedIn(text)] : named
}

/** A module by its place: `require(path.join(__dirname, '..', 'defaults', 'settings'))`. */
function placedIn(text: string): readonly string[] {
  return [
    ...text.matchAll(
      /\brequire\s*\(\s*(?:[\w.]{1,40}\(\s*){1,3}__dirname((?:\s*,\s*['"][\w./-]+['"]){1,9})\s*,?\s*\)/g,
    ),
  ].map(([, pieces = '']) => `./${[...pieces.matchAll(/['"]([\w./-]+)['"]/g)].map(piece => piece[1] ?? '').join('/')}`)
}
