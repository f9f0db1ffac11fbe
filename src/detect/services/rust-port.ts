import { certain, likely } from '../fact.ts'
import { argumentRanges, pathsIn, type PathUse, type RustSource } from '../source/rust.ts'
import type { Evidence, Fact, HostBinding, Service } from '../types.ts'
import type { View } from '../view.ts'
import { composedPort } from './compose-port.ts'
import type { Deployments } from './deployment.ts'
import { exposedPort, type Dockerfile } from './dockerfile.ts'
import { environmentPort } from './environment.ts'
import { configuredPort, READERS } from './config-port.ts'
import { BESIDE, declaredAddress, declaredVariable, isBeside, OTHER, USUAL_NAMES } from './rust-settings.ts'
import { fieldVariable } from './rust-variable-settings.ts'
import { onlyAsks } from './rust-any-port.ts'
import { includedPort } from './rust-included.ts'
import { passedAddress, type Opener } from './rust-passed.ts'
import { receiverOf } from './rust-receiver.ts'
import type { RustCode } from './rust-code.ts'
import { SETTLES, settledPort } from './rust-rocket.ts'
import { addressIn, type Address } from './rust-values.ts'
import type { Program } from './rust-program.ts'

export type Listening = Pick<Service, 'port' | 'portVariable' | 'host' | 'extraPorts'>

/**
 * @returns where a program listens: the address that opens the socket, else the default of the setting that it comes from,
 * else a configuration file, else the framework's own default, else what an existing Dockerfile exposes or a compose file publishes
 */
export function rustPort(
  view: View,
  program: Program,
  dockerfiles: readonly Dockerfile[],
  deployments: Deployments,
): Listening {
  const { code, source, binary, start } = program
  const own = [...new Set([...(start ? [start.source.path] : []), ...code.files(source, binary)])]
  const files = [
    ...new Set([
      ...own,
      ...code
        .closure(source)
        .slice(1)
        .flatMap(other => code.files(other)),
    ]),
  ]
  const bound = boundAddress(code.matching(own, BIND_WORDS)) ?? boundAddress(code.matching(files, BIND_WORDS))
  const known = bound && bound.port === undefined ? followed(program, own, files, bound) : bound
  const passed = known?.port === undefined ? passedAddress(code, files, openers(code, own)) : undefined
  const address = passed?.port === undefined ? named(known, passed) : passed
  if (address?.port !== undefined) return listening(view, program, address)
  const included = includedPort(code, files, address?.names ?? [], address?.holder)
  if (included)
    return {
      port: certain(included.port, view.evidence(included.path, included.line, 'defaults that are compiled in')),
    }
  const declared =
    declaredFor(program, files, address?.names ?? [], address?.holder) ?? declaredFor(program, files, USUAL_NAMES)
  if (declared?.port !== undefined) return listening(view, program, filled(program, files, declared, address))
  const made = onlyAddress(code, own)
  if (made) return listening(view, program, filled(program, files, made, address))
  if (READERS.some(name => program.used.some(use => use.dependency.name === name))) {
    const found = configuredPort(view, [...new Set([source.facts.path, source.project])], program.binary.name)
    if (found) return { port: certain(found.port, view.evidence(found.path, found.line, 'configuration file')) }
  }
  const { framework } = start ?? {}
  const asked = address?.variable ?? askedFor(program, files, [...portNames(address?.names ?? []), ...USUAL_NAMES])
  const given = asked === undefined ? undefined : environmentPort(view, source.facts.path, asked, dockerfiles)
  if (given && asked !== undefined) return { port: given, portVariable: likely(asked, ...given.evidence) }
  // what the code puts in the place of the framework's own port, the image may know
  const image = exposed(view, dockerfiles)
  if (framework?.port !== undefined && !(address && image))
    return listening(view, program, { names: [], port: framework.port })
  const port = image ?? composedPort(deployments, dockerfiles, program.binary.name)
  const place = asked === undefined ? undefined : placeOf(view, files, asked)
  return {
    ...(port ? { port } : {}),
    ...(asked !== undefined && place ? { portVariable: likely(asked, place) } : {}),
  }
}

/** Where a port has a name of its own, a host is only a host. */
function portNames(names: readonly string[]): readonly string[] {
  return names.some(name => /port/i.test(name)) ? names.filter(name => !/host$/i.test(name)) : names
}

/** @returns the first line of code that names a variable of the environment */
function placeOf(view: View, files: readonly string[], variable: string): Evidence | undefined {
  for (const path of files) {
    const line = view.lines(path).findIndex(text => text.includes(`"${variable}"`))
    if (line >= 0) return view.evidence(path, line + 1, 'variable that the address is read from')
  }
  return undefined
}

const MADE = /\bSocketAddr(?:V[46])?\s*::\s*(?:new|from)\b/

/** The only address of its own machine that the code of a program makes, where nothing leads from the socket to it. */
function onlyAddress(code: RustCode, own: readonly string[]): Address | undefined {
  const found = code.matching(own, MADE).flatMap(source =>
    pathsIn(source).flatMap(use => {
      if (use.args < 0 || !/(?:^|::)SocketAddr(?:V[46])?::(?:new|from)$/.test(use.path)) return []
      if (isBeside(source, use.start)) return []
      const address = addressIn(source, [use.start, (source.tokens[use.args]?.partner ?? use.args) + 1])
      return address.port !== undefined && isOwn(address.host) ? [address] : []
    }),
  )
  return new Set(found.map(({ port }) => port)).size === 1 ? found[0] : undefined
}

/** Every address of the machine, or the one that only its own programs can call. */
function isOwn(host: string | undefined): boolean {
  return host !== undefined && /^(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\])$/.test(host)
}

/** What a call names that opens a socket, behind what is passed to it. */
function named(known: Address | undefined, passed: Address | undefined): Address | undefined {
  const names = passed?.names.filter(name => isAddress(name)) ?? []
  if (!names.length) return known
  const holder = passed?.holder ?? known?.holder
  return {
    ...passed,
    ...known,
    names: [...names, ...(known?.names ?? [])],
    ...(holder === undefined ? {} : { holder }),
  }
}

/** Calls of the program's own files that open a socket for what it is for. */
function openers(code: RustCode, own: readonly string[]): readonly Opener[] {
  return code
    .matching(own, BIND_WORDS)
    .flatMap(source =>
      pathsIn(source).flatMap(use =>
        use.args >= 0 && opens(source, use) && !isBeside(source, use.start) ? [{ source, use }] : [],
      ),
    )
}

/** The functions and constants that an address comes from may stand in files that open no socket. */
function followed({ code }: Program, own: readonly string[], files: readonly string[], address: Address): Address {
  const names = address.names.filter(name => /^\w+$/.test(name))
  if (!names.length) return address
  const defined = code.matching(files, new RegExp(String.raw`\b(?:fn|const|static)\s+(?:${names.join('|')})\b`))
  const found = boundAddress(code.matching(own, BIND_WORDS), defined)
  return found?.port === undefined ? address : found
}

function declaredFor(
  { code }: Program,
  files: readonly string[],
  names: readonly string[],
  holder?: string,
): Address | undefined {
  if (!names.length) return undefined
  // A setting with a default has a number near its name, in one way or another.
  const mention = new RegExp(
    String.raw`\b(?:\w*default_\w*?)?(?:${names.join('|')})\b|\bconst\s+DEFAULT_\w*(?:PORT|ADDR)\w*`,
    'i',
  )
  return declaredAddress(
    code.matching(
      files.filter(file => NUMBER.test(code.view.text(file) ?? '')),
      mention,
    ),
    names,
    holder,
  )
}

const NUMBER = /\b\d{2,5}\b/

/** Variables of the environment, where the setting has no default in the code. */
function askedFor({ code }: Program, files: readonly string[], names: readonly string[]): string | undefined {
  const reading = files.filter(file => READS.test(code.view.text(file) ?? ''))
  return (
    declaredVariable(code.matching(reading, new RegExp(String.raw`\b(?:${names.join('|')})\b`, 'i')), names) ??
    fieldVariable(code, files, names, OTHER)
  )
}

/** A default, with the host that the call names and the variable of a setting that a library fills by the name of its field. */
function filled({ code }: Program, files: readonly string[], declared: Address, bound: Address | undefined): Address {
  const names = [...(bound?.names ?? []), ...USUAL_NAMES]
  const variable = declared.variable ?? fieldVariable(code, files, names, OTHER)
  return {
    ...declared,
    ...(variable === undefined ? {} : { variable }),
    ...(bound?.host === undefined ? {} : { host: bound.host }),
  }
}

const READS = /\bvar\w*\s*\(|\benv(?:config)?\b/

/** @returns the port that the first of the Dockerfiles to name one exposes */
export function exposed(view: View, dockerfiles: readonly Dockerfile[]): Fact<number> | undefined {
  for (const file of dockerfiles) {
    const found = exposedPort(file)
    if (found) return likely(found.port, view.evidence(file.path, found.line, 'Dockerfile EXPOSE'))
  }
  return undefined
}

const BIND_WORDS = new RegExp(
  String.raw`\b(?:try_)?bind\w*\s*\(|\badd_t(?:cp|ls)\w*\s*\(|\bTcpListener\b|\.\s*(?:serve\w*|listen|run)\s*\(|${SETTLES}`,
)
const BIND =
  /^(try_)?bind(_rustls\w*|_openssl|_auto_h2c|_with_graceful_shutdown|_ephemeral)?$|^(TcpListener|Listener)::(bind|new)$|^try_bind$/

/** The first call that opens a socket and whose port is known; without one, all that the calls name. */
function boundAddress(sources: readonly RustSource[], more: readonly RustSource[] = []): Address | undefined {
  const names: string[] = []
  let holder: string | undefined
  let host: string | undefined
  let variable: string | undefined
  for (const source of sources) {
    for (const use of pathsIn(source)) {
      const settled = settledPort(source, use)
      if (use.args < 0 || !(settled || opens(source, use))) continue
      for (const range of settled ? [settled] : argumentRanges(source.tokens, use.args).slice(0, 2)) {
        const address = addressIn(
          source,
          range,
          [...sources, ...more].filter(other => other !== source),
        )
        if (address.port !== undefined && !isBeside(source, use.start)) return address
        names.push(...address.names.filter(isAddress))
        holder ??= address.holder
        host ??= address.host
        if (!isBeside(source, use.start)) variable ??= address.variable
      }
    }
  }
  if (!names.length && host === undefined && variable === undefined) return undefined
  return {
    names,
    ...(holder === undefined ? {} : { holder }),
    ...(host === undefined ? {} : { host }),
    ...(variable === undefined ? {} : { variable }),
  }
}

/** Names of settings that hold an address; what a socket is opened at may be called a URL. */
const ADDRESS = /port|addr|listen|bind|host|(?:^|_)url$/i

function isAddress(name: string): boolean {
  return ADDRESS.test(name) && !BESIDE.test(name)
}

function opens(source: RustSource, use: PathUse): boolean {
  if (/Udp|Unix/.test(use.path) || onlyAsks(source, use)) return false
  const parts = use.path.split('::')
  const name = parts.at(-1) ?? ''
  if (use.member && /^(try_)?bind/.test(name))
    return /serv|rocket|sock|listen|accept|incoming|TcpBuilder/i.test(receiverOf(source, use)?.path ?? '')
  if (BIND.test(name) || BIND.test(parts.slice(-2).join('::'))) return true
  // pingora: service.add_tcp(address)
  if (use.member && /^add_t(cp|ls)(_with_settings)?$/.test(name)) return true
  // tonic: Server::builder().add_service(…).serve(address)
  if (use.member && /^serve(_with_\w+)?$/.test(name))
    return /Server::builder|server|builder/i.test(receiverOf(source, use)?.path ?? '')
  if (name === 'listen') return !takesBacklog(source, use)
  // warp::serve(routes).run(address)
  const close = source.tokens[use.start - 2]
  const callee = close?.text === ')' ? source.tokens[close.partner - 1]?.text : undefined
  return use.member && name === 'run' && (callee === 'serve' || callee === 'tls')
}

/** The number in `listen(1024)` of a bare socket is how many may wait, and so is the one in `listen(&socket, BACKLOG)`. */
function takesBacklog({ tokens }: RustSource, { args }: PathUse): boolean {
  if (tokens[args + 1]?.kind === 'number') return true
  return tokens.slice(args + 1, tokens[args]?.partner).some(token => /backlog/i.test(token.text))
}

function listening(view: View, { start }: Program, address: Address): Listening {
  const { framework } = start ?? {}
  const inCode = address.path !== undefined
  const place =
    address.path === undefined
      ? start?.evidence
      : view.evidence(address.path, address.line, 'address that the program listens on')
  const evidence: readonly Evidence[] = place ? [place] : []
  const state = inCode ? certain : likely
  const variable = address.variable ?? (inCode ? undefined : framework?.portVariable)
  const host = address.host ?? (!inCode && framework?.loopback ? '127.0.0.1' : undefined)
  const hostVariable = address.hostVariable ?? framework?.hostVariable
  const binding: HostBinding | undefined =
    host === undefined
      ? undefined
      : {
          loopbackOnly: /^(localhost|127\.|\[?::1\]?$)/.test(host),
          ...(hostVariable === undefined ? {} : { variable: hostVariable }),
        }
  return {
    ...(address.port === undefined ? {} : { port: state(address.port, ...evidence) }),
    ...(variable === undefined ? {} : { portVariable: state(variable, ...evidence) }),
    ...(binding ? { host: state(binding, ...evidence) } : {}),
  }
}
