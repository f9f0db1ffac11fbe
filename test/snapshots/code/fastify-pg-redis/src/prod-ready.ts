/**
 * What runs around the routes of this service. Called where the application is made.
 * Written by create-prod-ready: `update` brings it up to date, and keeps what you change here.
 */
import { randomUUID } from 'node:crypto'
import * as http from 'node:http'
import * as net from 'node:net'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyTypeProvider,
  FastifyTypeProviderDefault,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import * as prometheus from 'prom-client'

/** Milliseconds between SIGTERM and the end of listening, and from then on until what is still open is cut. */
const SHUTDOWN_DELAY = setting('SHUTDOWN_DELAY_MS', 5_000)
const SHUTDOWN_TIMEOUT = setting('SHUTDOWN_TIMEOUT_MS', 25_000)

/** Of a client's own identifiers, those are taken that can do no harm in a header or a log. */
const REQUEST_ID = /^[\w.:-]{1,128}$/

const { LOG_LEVEL = 'info' } = process.env
/** Never written, wherever they stand in what is logged. */
const SECRETS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** A route that needs another value sets it after this. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** What readiness depends on: reached at the address in `variable` within a second. */
const DEPENDENCIES = [
  { name: 'postgres', variable: 'DATABASE_URL', port: 5432, optional: false },
  { name: 'redis', variable: 'REDIS_URL', port: 6379, optional: false },
]

/** Paths that the platform asks: not counted. */
const PROBES = new Set(['/health', '/ready', '/metrics'])

/** Milliseconds in which a request must have arrived. */
const REQUEST_TIMEOUT = setting('REQUEST_TIMEOUT_MS', 30_000)
/** Bytes. */
const BODY_LIMIT = setting('BODY_LIMIT', 1_048_576)

/** Applications of this process, as far as they matter at its end. */
const applications = new Set<{ readonly log: FastifyBaseLogger; close(): PromiseLike<unknown> }>()
const servers = new Set<http.Server>()
/** Responses that have not ended. V8 would keep those that a Set has held, once that is old, until all of its memory is looked through. */
const active: (http.ServerResponse | undefined)[] = []
/** Places in it that can be used again. */
const free: number[] = []
const sockets = new Set<net.Socket>()
let draining = false
let listening = false
let idle = (): void => undefined

let stamped = { at: 0, text: '' }

/** What one turn of the event loop writes, at once. */
const linesOfTurn = {
  text: '',
  write(line: string): void {
    if (linesOfTurn.text === '') atEndOfTurn(linesOfTurn.flush)
    linesOfTurn.text += line
  },
  flush(): void {
    const { text } = linesOfTurn
    linesOfTurn.text = ''
    process.stdout.write(text)
  },
}

let requestIdLabel = 'reqId'
/** Of Fastify's logger: one JSON object a line on stdout. @public */
export const logging = {
  level: /^(?:trace|debug|info|warn|error|fatal|silent)$/.test(LOG_LEVEL) ? LOG_LEVEL : 'info',
  stream: linesOfTurn,
  base: null,
  timestamp: () => `,"time":"${timestamp()}"`,
  formatters: { level: (level: string) => ({ level }) },
  serializers: {
    req: ({ method, url }: FastifyRequest) => ({ method, path: pathOf(url) }),
  },
  redact: {
    paths: SECRETS.flatMap(name => {
      const key = name.startsWith('[') ? name : `.${name}`
      return [name, `*${key}`, `*.*${key}`]
    }),
    censor: '[redacted]',
  },
}
/** For the call that makes the application. @public */
export const options = { logger: logging }

/** Of this module; metrics of the service's own belong in prom-client's default registry, and are served with them. */
const registry = new prometheus.Registry()
const duration = new prometheus.Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the first byte of a request to the end of the answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
})
let requestsInFlight = 0
registry.registerMetric(
  new prometheus.Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being answered',
    registers: [],
    // set when it is asked for: that is seldom
    collect() {
      this.set(requestsInFlight)
    },
  }),
)
const dependencyUp = new prometheus.Gauge({
  name: 'dependency_up',
  help: '1 when the last readiness check reached the dependency, else 0',
  labelNames: ['dependency'],
  registers: [registry],
})
prometheus.collectDefaultMetrics({ register: registry })

/** What is left to do when a turn of the event loop ends, for all of its requests in a row: each costs less than between two others. */
const left: (() => void)[] = []
process.on('exit', endTurn)

/** Answers to the platform. */
const ANSWERS = new Map<string, (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>>([
  ['/health', live],
  ['/ready', ready],
  ['/metrics', exposition],
])
/** Fastify's own line for each request is left out. */
const QUIET = { logLevel: 'warn' } as const

/** Belongs directly below the line that makes the application: what comes first here runs first. */
export function harden<P extends FastifyTypeProvider>(app: Application<P>): void {
  app.addHook('onRequest', (request, reply, done) => {
    // a name with several addresses has several servers, of which the application tells one
    const { server } = request.raw.socket as net.Socket & { server?: http.Server }
    if (server && !servers.has(server)) {
      attendShutdown(server)
      begin(reply.raw)
    }
    done()
  })
  app.setGenReqId(({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onRequest', (request, reply, done) => {
    measure(request, reply)
    done()
  })
  app.setErrorHandler((error, request, reply) => {
    const { status, message } = failureOf(error, reply.statusCode)
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    const name =
      status >= 500 ? 'internal_error' : (http.STATUS_CODES[status] ?? 'error').toLowerCase().replace(/\W+/g, '_')
    return reply.code(status).send({ error: name, message, requestId: request.id })
  })
  app.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'not_found', requestId: request.id }))
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(HEADERS)
    done()
  })
  app.addHook('onRequest', (request, reply, done) => {
    // no hook of the service stands in front of these, whenever it is added
    const answer = ANSWERS.get(request.routeOptions.url ?? '')
    if (answer) void answer(request, reply)
    else done()
  })
  app.get('/metrics', QUIET, exposition)
  app.get('/health', QUIET, live)
  app.get('/ready', QUIET, ready)
  requestIdLabel = app.initialConfig.requestIdLogLabel ?? requestIdLabel
  const makeLog = app.childLoggerFactory
  // a logger that writes somewhere else keeps its own lines
  if (sinkOf(app.log) === linesOfTurn)
    app.setChildLoggerFactory(function (parent, bindings, options, raw) {
      const make = (): FastifyBaseLogger => makeLog.call(this, parent, bindings, options, raw)
      return new RequestLog(make, options.level ?? parent.level) as unknown as FastifyBaseLogger
    })
  attendShutdown(app.server)
  applications.add(app)
  app.addHook('onListen', done => {
    listenForSignals()
    done()
  })
  // what the service has set itself stays
  if (app.server.requestTimeout === 0) app.server.requestTimeout = REQUEST_TIMEOUT
  if (app.server.headersTimeout === 60_000) app.server.headersTimeout = Math.min(15_000, REQUEST_TIMEOUT)
  app.addHook('onRoute', route => {
    if (app.initialConfig.bodyLimit === 1_048_576) route.bodyLimit ??= BODY_LIMIT
  })
}

type Application<P extends FastifyTypeProvider = FastifyTypeProviderDefault> = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  P
>

/** Called for each request before its answer begins. */
function begin(response: http.ServerResponse): void {
  const place = free.pop() ?? active.length
  active[place] = response
  if (draining) response.setHeader('connection', 'close')
  response.on('close', () => {
    active[place] = undefined
    free.push(place)
    if (inFlight() === 0) idle()
  })
}

function inFlight(): number {
  return active.length - free.length
}

function attendShutdown(server: http.Server): void {
  servers.add(server)
  server.prependListener('request', (_request: unknown, response: http.ServerResponse) => {
    begin(response)
  })
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
}

/** Once for the process, however many servers it has. */
function listenForSignals(): void {
  if (listening) return
  listening = true
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => {
      void shutDown(signal, 0)
    })
  process.on('uncaughtException', error => {
    note('uncaught exception', error)
    void shutDown('uncaughtException', 1)
  })
  process.on('unhandledRejection', reason => {
    note('unhandled rejection', reason)
    void shutDown('unhandledRejection', 1)
  })
}

/** Serves until load balancers know, then lets requests in flight finish, then ends; a second signal changes nothing. */
async function shutDown(reason: string, code: number): Promise<void> {
  if (draining) return
  draining = true
  note(`shutting down: ${reason}, ${String(inFlight())} requests in flight`)
  if (code === 0) await sleep(SHUTDOWN_DELAY)
  const deadline = setTimeout(() => {
    note(`shut down with ${String(inFlight())} requests in flight`, new Error('time is over'))
    for (const server of servers) server.closeAllConnections()
    process.exit(1)
  }, SHUTDOWN_TIMEOUT)
  for (const response of active) if (response?.headersSent === false) response.setHeader('connection', 'close')
  const closed = Promise.all([...applications].map(app => app.close()))
  if (inFlight() > 0)
    await new Promise<void>(resolve => {
      idle = resolve
    })
  // connections that have never sent a byte, and upgraded ones, are not closed with the server
  for (const server of servers) server.closeAllConnections()
  for (const socket of sockets) socket.destroy()
  await closed
  clearTimeout(deadline)
  process.exitCode = code
  // what else is open must not keep the process
  setTimeout(() => process.exit(code), 1_000).unref()
}

/** The logger of a request, made when something is logged: most have no line but their last, and making it costs more than that. */
class RequestLog {
  private made: FastifyBaseLogger | undefined
  private readonly make: () => FastifyBaseLogger
  private readonly configured: string

  constructor(make: () => FastifyBaseLogger, level: string) {
    this.made = undefined
    this.make = make
    this.configured = level
  }

  get own(): FastifyBaseLogger {
    return (this.made ??= this.make())
  }

  get level(): string {
    return this.made?.level ?? this.configured
  }

  set level(level: string) {
    this.own.level = level
  }

  info(...args: unknown[]): void {
    // of Fastify's two lines for a request one is left, which has what both say
    if (isOwn(args, 'incoming request', ['req'])) return
    if (!isOwn(args, 'request completed', ['res', 'responseTime'])) Reflect.apply(this.own.info, this.own, args)
    else if (/^(?:trace|debug|info)$/.test(this.level))
      atEndOfTurn(() => {
        linesOfTurn.write(answered(args[0]))
      })
  }
}
for (const name of [
  'trace',
  'debug',
  'warn',
  'error',
  'fatal',
  'silent',
  'child',
  'bindings',
  'setBindings',
  'isLevelEnabled',
  'flush',
])
  Object.defineProperty(RequestLog.prototype, name, {
    value(this: RequestLog, ...args: unknown[]): unknown {
      return Reflect.apply(Reflect.get(this.own, name) as () => unknown, this.own, args)
    },
  })

/** @returns true for a line that Fastify itself writes: a message of the service may have the same text */
function isOwn([about, message]: unknown[], text: string, fields: readonly string[]): boolean {
  if (message !== text) return false
  const named = Object.keys(Object(about) as object)
  return named.length === fields.length && fields.every((field, at) => field === named[at])
}

/** What pino writes to: its own name for it says which of its fields that is. */
function sinkOf(log: object): unknown {
  const field = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')
  return field && Reflect.get(log, field)
}

/** A line of its own making: nothing in it can be a secret, so nothing is looked for; that costs more than all else of a line. */
function answered(about: unknown): string {
  const { res, responseTime } = about as { res: FastifyReply; responseTime: number }
  const { id, method, url } = res.request
  const line = {
    level: 'info',
    time: timestamp(),
    [requestIdLabel]: id,
    req: { method, path: pathOf(url) },
    res: { statusCode: res.statusCode },
    responseTime,
    msg: 'request completed',
  }
  return `${JSON.stringify(line)}\n`
}

/** Without the query: it may hold what nobody should read. */
function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

/** The time as text, made once for each millisecond. */
function timestamp(): string {
  const now = Date.now()
  if (now !== stamped.at) stamped = { at: now, text: new Date(now).toISOString() }
  return stamped.text
}

function measure(request: FastifyRequest, reply: FastifyReply): void {
  // the template of the route, never the path of the client: labels stay few
  const { url = 'unmatched' } = request.routeOptions
  const route = request.is404 ? 'unmatched' : url
  if (PROBES.has(route)) return
  const started = performance.now()
  requestsInFlight++
  reply.raw.on('close', () => {
    requestsInFlight--
    const method = METHODS.has(request.method) ? request.method : 'other'
    // 499: the client has left before the answer
    const status = reply.raw.writableFinished ? reply.raw.statusCode : 499
    const seconds = (performance.now() - started) / 1000
    atEndOfTurn(() => {
      duration.observe({ method, route, status }, seconds)
    })
  })
}

async function exposition(_request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const text = await prometheus.Registry.merge([registry, prometheus.register]).metrics()
  return reply.type(prometheus.register.contentType).send(text)
}

/** What the client has caused may be told to it; nothing else of an error leaves the service. */
function failureOf(error: unknown, set: number): { status: number; message: string | undefined } {
  const told = Object(error) as { status?: unknown; statusCode?: unknown; message?: unknown }
  const status = set >= 400 ? set : Number(told.statusCode ?? told.status)
  if (!Number.isInteger(status) || status < 400 || status > 599) return { status: 500, message: undefined }
  return { status, message: status < 500 ? String(told.message) : undefined }
}

async function live(_request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return reply.header('cache-control', 'no-store').send({ status: 'ok' })
}

async function ready(_request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { ready, status, checks } = await readiness()
  reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
  return reply.send({ status, checks })
}

async function readiness(): Promise<{ ready: boolean; status: string; checks: Record<string, string> }> {
  const checked = await Promise.all(
    DEPENDENCIES.map(async ({ name, variable, port, optional }) => {
      const address = addressIn(process.env[variable], port)
      const up = address === undefined ? undefined : await answers(address)
      if (up !== undefined) dependencyUp.set({ dependency: name }, up ? 1 : 0)
      return {
        name,
        needed: up === false && !optional,
        state: up === undefined ? 'not configured' : up ? 'ok' : 'failed',
      }
    }),
  )
  const ready = !draining && checked.every(({ needed }) => !needed)
  const status = draining ? 'draining' : ready ? 'ready' : 'unavailable'
  return { ready, status, checks: Object.fromEntries(checked.map(({ name, state }) => [name, state])) }
}

/** @returns host and port of a URL; undefined where there is none */
function addressIn(url: string | undefined, fallback: number): { host: string; port: number } | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { hostname, port } = new URL(url)
  return hostname === '' ? undefined : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || fallback }
}

function answers(address: { host: string; port: number }): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect({ ...address, timeout: 1_000 })
    const settle = (up: boolean): void => {
      socket.destroy()
      resolve(up)
    }
    socket.once('connect', () => {
      settle(true)
    })
    socket.once('timeout', () => {
      settle(false)
    })
    socket.once('error', () => {
      settle(false)
    })
  })
}

function atEndOfTurn(task: () => void): void {
  if (left.length === 0) setImmediate(endTurn)
  left.push(task)
}

function endTurn(): void {
  try {
    // those that they add come at the end of it
    for (const task of left) task()
  } finally {
    left.length = 0
  }
}

/** To the log of the service; where it keeps none, what matters is not lost all the same. */
function note(text: string, error?: unknown): void {
  for (const { log } of applications) {
    if (!('level' in log)) process.stderr.write(`${text}${error instanceof Error ? `: ${String(error.stack)}` : ''}\n`)
    else if (error === undefined) log.info(text)
    else log.error({ err: error }, text)
  }
}

/** @returns a number of the environment; what is none counts as not set */
function setting(name: string, fallback: number): number {
  const text = process.env[name]
  const value = text ? Number(text) : fallback
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
