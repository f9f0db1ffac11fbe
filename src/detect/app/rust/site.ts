import { join, dirname } from '../../../text/paths.ts'
import type { Program } from '../../services/rust-program.ts'
import { isBeside } from '../../services/rust-settings.ts'
import type { Evidence, Service } from '../../types.ts'
import type { AppSite, ManualLine, SiteChange, Wiring } from '../types.ts'
import type { Bare } from './bare.ts'
import { DETECTORS } from './frameworks/index.ts'
import type { Anchor, RustKind } from './kind.ts'
import { layoutOf } from './layout.ts'
import { checkChange, loggerChange, type Logging } from './logger.ts'
import { moduleLines } from './module-line.ts'
import { LOG_CALLS, LOGGERS, MODULE } from './names.ts'
import { routeOf } from './own.ts'
import { shortened } from './short.ts'
import { crateFiles } from './tree.ts'
import { functionAround, isConditional, macroAround } from './tokens.ts'

/** What is known of a program while its site is looked for. */
export interface SiteInput {
  readonly program: Program
  /** Its files without our changes. */
  readonly bares: readonly Bare[]
  readonly logging: Logging
  readonly endpoints: Pick<Service, 'healthPaths' | 'metricsPath'>
  /** It reacts to SIGTERM itself. */
  readonly stops: boolean
}

const KINDS: readonly RustKind[] = DETECTORS

/** @returns where the module of a program goes: where its server is started, when that is certain; undefined for other frameworks */
export function siteOf(input: SiteInput): AppSite | undefined {
  const kind = kindOf(input.program)
  if (!kind) return undefined
  const { bares } = input
  const anchors = main(kind.anchors(bares.filter(isShipped(input))))
  const [anchor, second] = anchors
  const root = rootOf(input, anchor)
  const module = moduleOf(root ?? input.program.binary.source ?? 'src/main.rs')
  const found = second
    ? `the server is started in ${anchors.length} places`
    : anchor
      ? wiringOf(kind, input, anchor, root)
      : `${input.program.binary.source ?? ''} leads to no place where ${kind.start} is called`
  const wired = typeof found === 'string' ? undefined : found
  const base = { kind: kind.kind, module, wiring: wired ?? [], traits: traitsOf(kind, input, anchor, wired) }
  return typeof found === 'string'
    ? {
        ...base,
        refused: {
          reason: found,
          evidence: anchors.map(a => evidenceOf(kind, input, a)),
          lines: manual(kind, input, anchor, root),
        },
      }
    : base
}

/** A listener for metrics alone is no second place: where there is a server beside it, that is the one. */
function main(anchors: readonly Anchor[]): readonly Anchor[] {
  const servers = anchors.filter(({ bare, index }) => !isBeside(bare.source, index))
  return servers.length > 0 ? servers : anchors
}

function kindOf({ start, source }: Program): RustKind | undefined {
  return KINDS.find(({ framework, versions }) => {
    const found = source.facts.dependencies.find(d => d.name === framework && d.kind === 'normal')
    return start?.framework?.id === framework && versions.test(found?.locked ?? found?.range ?? '')
  })
}

/** Roots of the crates that a program of a package is made of. */
function rootsOf({ binary, source, code }: Program): readonly string[] {
  const library = join(source.facts.path, 'src/lib.rs')
  return binary.source === undefined ? [] : [binary.source, ...(code.view.has(library) ? [library] : [])]
}

/** Files that only tests declare are not compiled into the program; where declarations cannot be followed, all files count. */
function isShipped({ program }: SiteInput): (bare: Bare) => boolean {
  const crates = rootsOf(program).map(root => crateFiles(program.code, root))
  return ({ path }) => crates.some(files => !files || files.has(path)) || crates.length === 0
}

/** The root of the crate that an anchor is compiled into; undefined when there is not one for certain. */
function rootOf({ program }: SiteInput, anchor: Anchor | undefined): string | undefined {
  if (!anchor) return undefined
  const holding = rootsOf(program).filter(root => crateFiles(program.code, root)?.has(anchor.bare.path))
  return holding.length === 1 ? holding[0] : undefined
}

/** A file in src/bin is a program of its own: the module of one that stands there goes above that folder. */
function moduleOf(root: string): string {
  return join(dirname(root), aboveOf(root), `${MODULE}.rs`)
}

function aboveOf(root: string): string {
  return /(^|\/)src\/bin\/[^/]+\.rs$/.test(root) ? '..' : ''
}

const OLDEST_RUST = [1, 80] as const

function wiringOf(
  kind: RustKind,
  input: SiteInput,
  anchor: Anchor,
  root: string | undefined,
): readonly Wiring[] | string {
  const { program, bares, logging } = input
  const { bare, index } = anchor
  const before = against(kind, input, anchor, root)
  if (before !== undefined) return before
  const home = bares.find(b => b.path === root)
  const layout = layoutOf(program.code.view, program.source.facts.path)
  const prefix = (path: string): string => (path === root ? '' : 'crate::')
  const own = input.stops && !keepsSignal(anchor)
  const calls = kind.calls(anchor, {
    sources: () => [...bares.filter(isShipped(input)).map(b => b.source), ...librarySources(program)],
    layout,
    prefix: prefix(bare.path),
    own,
  })
  if (typeof calls === 'string') return calls
  const above = aboveOf(root ?? '')
  const declared = home ? moduleLines(home, layout.usual, above === '' ? undefined : `${above}/${MODULE}.rs`) : []
  if (!home || declared.length === 0) return 'the root of its crate has no item that a module can be declared above'
  const main = home.source.functions.find(f => f.name === 'main')
  const top =
    program.binary.source === root && main
      ? { bare: home, body: main.open }
      : { bare, body: functionAround(bare.source, index) }
  const log = loggerChange(logging, top, prefix)
  const check = checkChange(bares, top, prefix)
  return shortened(
    byFile([
      ...declared.map(change => ({ path: home.path, change: { change } })),
      ...(log ? [log] : []),
      ...(check ? [check] : []),
      ...calls.map(change => ({ path: bare.path, change })),
    ]),
  )
}

function byFile(changes: readonly { readonly path: string; readonly change: SiteChange }[]): readonly Wiring[] {
  const paths = [...new Set(changes.map(({ path }) => path))]
  return paths.map(path => ({ path, changes: changes.filter(c => c.path === path).map(c => c.change) }))
}

/** Functions of libraries of the repository may make the application. */
function librarySources({ code, source }: Program): readonly Bare['source'][] {
  const files = code
    .closure(source)
    .slice(1)
    .flatMap(other => code.files(other))
  return code.matching(files, /\bRouter\b/)
}

/** The signal that the service itself waits for goes on counting. */
function keepsSignal({ bare, use }: Anchor): boolean {
  const { tokens } = bare.source
  const close = tokens[use.args]?.partner ?? -1
  return tokens[close + 1]?.text === '.' && /\bwith_graceful_shutdown\b/.test(bare.text)
}

/** Why an anchor is not changed, before its own shape is looked at. */
function against(
  kind: RustKind,
  { program, bares }: SiteInput,
  anchor: Anchor,
  root: string | undefined,
): string | undefined {
  const { bare, index } = anchor
  const { source, project, binary } = program
  const macro = macroAround(bare.source, index)
  if (macro !== undefined) return `it is part of ${macro}!`
  if (isConditional(bare.source, index)) return 'it is compiled under a condition only'
  if (root === undefined) return `${bare.path} is not part of one crate for certain`
  if (Number(source.edition?.value ?? '2015') < 2021) return 'the package has an edition before 2021'
  const oldest = /^1\.(\d+)/.exec(project.minimumRuntime?.value ?? '')?.[1]
  if (oldest !== undefined && Number(oldest) < OLDEST_RUST[1])
    return `the package builds with Rust 1.${oldest}, and the module needs ${OLDEST_RUST.join('.')}`
  if (bares.some(b => b.path !== root && b.path !== bare.path && usesModule(b)))
    return `another file has a module called ${MODULE}`
  const locked = source.facts.dependencies.find(d => d.name === kind.framework)?.locked
  const own = kind.against?.(anchor, locked)
  if (own !== undefined) return own
  return binary.source === undefined ? 'its source file is not known' : undefined
}

function usesModule({ source }: Bare): boolean {
  return source.tokens.some((token, i) => token.text === MODULE && source.tokens[i - 1]?.text === 'mod')
}

function traitsOf(
  kind: RustKind,
  { program, bares, endpoints, logging, stops }: SiteInput,
  anchor: Anchor | undefined,
  wiring: readonly Wiring[] | undefined,
): AppSite['traits'] {
  const own = (path: string): boolean =>
    endpoints.healthPaths.some(fact => fact.value === path && routeOf(fact) !== undefined)
  const texts =
    wiring?.flatMap(({ changes }) =>
      changes.map(({ change }) => change.path.filter(step => typeof step === 'string').at(-1) ?? ''),
    ) ?? []
  const serve = texts.some(text => text.includes('::serve_router('))
    ? 'serve_router'
    : texts.some(text => text.endsWith('::serve'))
      ? 'serve'
      : 'none'
  const lengths =
    /\b(PayloadConfig|JsonConfig|FormConfig|MultipartForm|MultipartFormConfig|Multipart|TempFile|BytesMut)\b/
  return {
    dialect: 'rust',
    edition: program.source.edition?.value ?? '2021',
    ownHealth: own('/health'),
    ownReady: own('/ready'),
    drain: anchor === undefined || !(stops && !keepsSignal(anchor)),
    serve: wiring === undefined && kind.serves ? 'serve' : serve,
    logCrate: logging.kind === 'theirs' && !logging.tracing,
    logger: logging.kind === 'theirs' ? 'none' : LOG_CALLS[logging.kind],
    tracing: program.source.facts.dependencies.some(d => d.name === 'tracing' && d.kind === 'normal'),
    bodyLimit: !bares.some(bare => lengths.test(bare.text)),
    anchored: anchor !== undefined,
  }
}

function evidenceOf({ written }: RustKind, { program }: SiteInput, { bare, index }: Anchor): Evidence {
  const text = program.code.view.text(bare.path) ?? ''
  const snippet = text.split('\n').findIndex(line => written.test(line)) + 1
  const line = text === bare.text ? bare.source.tokens[index]?.line : snippet
  return program.code.view.evidence(bare.path, line, 'starts the server')
}

function manual(
  kind: RustKind,
  { program, logging, stops }: SiteInput,
  anchor: Anchor | undefined,
  root: string | undefined,
): readonly ManualLine[] {
  const main = program.binary.source ?? 'src/main.rs'
  const drains = !anchor || !stops || keepsSignal(anchor)
  const at = anchor ? `${anchor.bare.path}:${anchor.bare.source.tokens[anchor.index]?.line ?? 1}` : main
  const log: readonly ManualLine[] =
    logging.kind === 'theirs'
      ? []
      : [
          {
            code: `${MODULE}::${LOG_CALLS[logging.kind]}();`,
            where:
              logging.kind === 'none' ? `as first statement of main (${main})` : `instead of ${LOGGERS[logging.kind]}`,
          },
        ]
  const { calls, stop } = kind.manual(at)
  const above = aboveOf(root ?? main)
  const path = above === '' ? '' : `#[path = "${above}/${MODULE}.rs"] `
  return [
    { code: `${path}mod ${MODULE};`, where: `at the top of ${root ?? main}` },
    ...log,
    ...calls,
    ...(drains ? [stop] : []),
  ]
}
