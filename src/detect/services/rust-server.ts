import { isInside } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { pathsIn, pathsWith, type PathUse, type RustSource } from '../source/rust.ts'
import type { Binary, Evidence } from '../types.ts'
import type { View } from '../view.ts'
import { takesAnyPort } from './rust-any-port.ts'
import type { RustCode } from './rust-code.ts'
import { declaringName, macroAround, typeAround } from './rust-items.ts'
import { mainServer } from './rust-main-server.ts'
import { receiverOf } from './rust-receiver.ts'

/** Where the code starts to listen. */
export interface ServerStart {
  readonly framework?: Framework
  readonly source: RustSource
  readonly use: PathUse
  readonly evidence: Evidence
}

/** Libraries that observe a program may have a small server of their own; it is not what the program is for. */
const OBSERVERS = /trac|telemetr|metric|observ|health|debug|logg|profil|admin|mock|test/i

/** Files that wait for the browser of who logs in: the server is gone a moment later. */
const WAITS = /(?:^|[/_])(?:client_auth|oauth2?|login|callback|redirect)(?:_\w+)?\.rs$/

/**
 * @returns the place where `binary` starts a server of one of `frameworks` (the first one that is found); undefined when it starts none.
 * A start in a library that has programs of its own counts only where a chain of calls leads there from this program, and these
 * programs do not come there themselves, unless the repository deploys this one.
 */
export function serverStart(
  view: View,
  code: RustCode,
  source: SourcePackage,
  binary: Binary,
  frameworks: readonly Framework[],
  isDeployed = false,
): ServerStart | undefined {
  const near = serverFiles(code, source, binary)
  const beside = librariesOf(code, source).filter(other => other.facts.binaries.length > 0)
  const far = beside.flatMap(other => code.libraryFiles(other))
  const several = source.facts.binaries.filter(other => other.source !== undefined).length > 1
  const isOwn = (file: RustSource): boolean => file.path === binary.source
  const begun = (files: readonly string[], framework: Framework): readonly ServerStart[] =>
    startsIn(view, code, files, framework.starts ?? [])
      .filter(({ source, use }) => !takesAnyPort(source, use.start) && (isOwn(source) || !WAITS.test(source.path)))
      .map(start => ({ ...start, framework }))
  for (const framework of frameworks) {
    const first = mainServer(code, source, begun(near, framework), start =>
      reaches(code, near, binary, start, !several),
    )
    if (first) return serving(view, code, frameworks, first)
  }
  for (const framework of frameworks) {
    const first = begun(far, framework).find(
      start => reaches(code, [...near, ...far], binary, start) && (isDeployed || !hasProgram(code, beside, start)),
    )
    if (first) return first
  }
  return undefined
}

/** A server of hyper's serves what another framework makes: `warp::service(routes)` beside it, or `Routes::builder()` of tonic's. */
function serving(view: View, code: RustCode, frameworks: readonly Framework[], start: ServerStart): ServerStart {
  if (!start.use.full.startsWith('hyper')) return start
  const isMade = ({ applications = [] }: Framework): boolean =>
    startsIn(view, code, [start.source.path], applications).length > 0
  const isBare = start.framework?.id === 'hyper'
  const made =
    frameworks.find(framework => framework.workload === 'grpc' && isMade(framework)) ??
    (isBare ? frameworks.find(isMade) : undefined)
  return made ? { ...start, framework: made } : start
}

/** True when a program of the library's own package starts the server: whoever else comes there only hands on. */
function hasProgram(
  code: RustCode,
  packages: readonly SourcePackage[],
  start: Pick<ServerStart, 'source' | 'use'>,
): boolean {
  const home = packages.find(({ facts }) => isInside(start.source.path, facts.path))
  return home?.facts.binaries.some(own => reaches(code, code.files(home), own, start)) ?? false
}

function librariesOf(code: RustCode, source: SourcePackage): readonly SourcePackage[] {
  const own = wordsOf(source)
  return code
    .closure(source)
    .slice(1)
    .filter(other => !wordsOf(other).some(word => !own.includes(word) && OBSERVERS.test(word)))
}

/** The words of a package's name: those that a library has in common with the program tell nothing of it alone. */
function wordsOf({ facts }: SourcePackage): readonly string[] {
  return (facts.name?.value ?? '').split(/[-_]/)
}

/** @returns the files in which a program may start to listen: its own, and those of libraries that are nothing by themselves */
export function serverFiles(code: RustCode, source: SourcePackage, binary: Binary): readonly string[] {
  const libraries = librariesOf(code, source).filter(other => other.facts.binaries.length === 0)
  return [...code.files(source, binary), ...libraries.flatMap(other => code.files(other))]
}

/** @returns uses of the functions or attributes in `starts`, in the order of `files` */
export function startsIn(
  view: View,
  code: RustCode,
  files: readonly string[],
  starts: readonly string[],
): readonly ServerStart[] {
  if (!starts.length) return []
  return code.matching(files, new RegExp(starts.map(hint).join('|'))).flatMap(source =>
    pathsIn(source)
      .filter(use => isStart(source, use, starts) || isHandedOn(code, source, use, starts))
      .map(use => ({
        source,
        use,
        evidence: view.evidence(source.path, use.line, `starts a server with ${use.path}`),
      })),
  )
}

/** Text that a file must have to hold a start: two parts of the path where the last one alone is a common word; the first may have another name here. */
function hint(start: string): string {
  const parts = start.replace(/^#\[|\]$/g, '').split('::')
  const last = parts.at(-1) ?? ''
  if (start.startsWith('#[')) return String.raw`\[(?:\w+::)?${last}\b`
  if (last === 'serve' || last === 'run') return String.raw`\b${last}\b`
  const before = parts.at(-2) ?? ''
  return /^[a-z]+$/.test(last) && parts.length > 1
    ? String.raw`\b${before}\s*::\s*(?:<[^>]*>::)?${last}\b|\b${before}\s+as\s+\w`
    : String.raw`\b${last}\b`
}

function isStart(source: RustSource, use: PathUse, starts: readonly string[]): boolean {
  const { tokens } = source
  if (tokens[use.start - 1]?.text === '[' && tokens[use.start - 2]?.text === '#')
    return starts.includes(`#[${use.path}]`)
  if (use.member) return false
  if (use.args < 0 && !use.path.includes('Shuttle')) return false
  if (starts.includes(use.full)) return true
  for (const [name, path] of source.imports)
    if (name.startsWith('*') && starts.includes(`${path}::${use.full}`)) return true
  return false
}

/** `crate::hyper::…`: a crate that the library of the package hands on under its own name. */
function isHandedOn(
  code: RustCode,
  source: RustSource,
  { full, args, member }: PathUse,
  starts: readonly string[],
): boolean {
  const path = full.startsWith('crate::') ? full.slice('crate::'.length) : undefined
  return path !== undefined && !member && args >= 0 && starts.includes(path) && code.isForeign(source.path, path)
}

/** Longer chains lead everywhere. */
const MOST_CALLERS = 60
/** Methods of many types have such a name: whose it is, is asked instead. */
const VAGUE = /^(?:run|create)$|^(?:as|to|into|from|is|poll)_/
/** Names that say nothing of which function is meant. */
const COMMON = new Set(['new', 'default', 'from', 'into', 'main', 'build', 'clone', 'get', 'set'])

/**
 * @returns true when a chain of calls, by the names of functions, leads from the program's own file to the start;
 * where the start stands in nothing that has a name of its own, `lenient` decides
 */
export function reaches(
  code: RustCode,
  files: readonly string[],
  binary: Binary,
  start: Pick<ServerStart, 'source' | 'use'>,
  lenient = false,
): boolean {
  if (start.source.path === binary.source) return true
  const program = binary.source === undefined ? undefined : code.source(binary.source)
  if (!program) return lenient
  const names = new Set<string>()
  const first = caller(code, start.source, start.use.start, names)
  if (first === undefined) return lenient
  const queue: (Caller | undefined)[] = [first]
  for (let i = 0; i < queue.length && names.size < MOST_CALLERS; i++) {
    const { name, free, method, module } = queue[i] ?? {}
    const known = module === undefined ? name : `${module}::${String(name)}`
    if (name === undefined || known === undefined || names.has(known)) continue
    names.add(known)
    for (const source of code.matching(
      [...new Set([...files, start.source.path])],
      new RegExp(String.raw`\b${name}\b`),
    )) {
      for (const use of pathsWith(source, name)) {
        if (
          (isType(name) ? isVariant(use, name) : !use.path.endsWith(name)) ||
          (free && !isFunction(source, use)) ||
          (method && !isMethod(use)) ||
          (module !== undefined && use.full.split('::').at(-2) !== module) ||
          isDefinition(source, use) ||
          code.isForeign(source.path, ownerOf(source, use).full)
        )
          continue
        if (source === program) return true
        queue.push(caller(code, source, use.start, names))
      }
    }
  }
  return false
}

/** What makes the value whose method is called, as far as that stands there: `Daemon::new().start()` is a method of `Daemon`. */
function ownerOf(source: RustSource, use: PathUse): PathUse {
  return (use.member ? receiverOf(source, use) : undefined) ?? use
}

function isType(name: string): boolean {
  return /^[A-Z]/.test(name)
}

/** `Scheme::Http` is one of several schemes, and not the type `Http`. */
function isVariant({ path }: PathUse, name: string): boolean {
  const parts = path.split('::')
  return isType(parts[parts.indexOf(name) - 1] ?? '')
}

interface Caller {
  readonly name: string
  /** A function of a module: `other.run()` is not a call of it. */
  readonly free: boolean
  /** A method: neither a variable nor a field of that name is a call of it. */
  readonly method?: boolean
  /** Of a function whose name alone says nothing: the module that it is called by, as in `server::build()`. */
  readonly module?: string
}

/** The name by which others come to a token: of the function around it, or of its type where that name says nothing more than those in `seen`. */
function caller(code: RustCode, source: RustSource, index: number, seen: ReadonlySet<string>): Caller | undefined {
  const name = enclosing(source, index)
  if (name === undefined) return listed(source, index)
  const home = typeAround(source, index)
  if (home !== undefined && (COMMON.has(name) || VAGUE.test(name) || seen.has(name))) return { name: home, free: false }
  if (!COMMON.has(name)) return { name, free: home === undefined, method: home !== undefined }
  const module = moduleOf(source.path) ?? code.crateOf(source.path)
  return module === undefined ? undefined : { name, free: true, module }
}

/** `server` of `src/server.rs`, and of `src/server/mod.rs`; the module at the root of a library has no name of its own */
function moduleOf(path: string): string | undefined {
  const [, folder, file] = /([^/]+)\/([^/]+)\.rs$/.exec(path) ?? []
  if (file !== 'mod') return file === 'lib' || file === 'main' ? undefined : file
  return folder
}

function listed(source: RustSource, index: number): Caller | undefined {
  const name = macroAround(source, index) ?? declaringName(source, index)
  return name === undefined ? undefined : { name, free: false }
}

/** True for a call, and where a function that the file knows is handed on: a variable may have the same name. */
function isFunction({ imports, functions }: RustSource, { member, args, path }: PathUse): boolean {
  if (member) return false
  return args >= 0 || path.includes('::') || imports.has(path) || functions.some(f => f.name === path)
}

function isMethod({ member, args, path }: PathUse): boolean {
  return path.includes('::') || (member && args >= 0)
}

function isDefinition(source: RustSource, use: PathUse): boolean {
  return source.tokens[use.start - 1]?.text === 'fn'
}

/** @returns the innermost function around a token */
export function enclosing(source: RustSource, index: number): string | undefined {
  return source.functions.filter(f => f.open < index && index < f.close).at(-1)?.name
}
