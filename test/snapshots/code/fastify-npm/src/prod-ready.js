/**
 * What runs around the routes of this service. Called where the application is made.
 * Written by create-prod-ready: `update` brings it up to date, and keeps what you change here.
 */
import { randomUUID } from 'node:crypto'
import * as http from 'node:http'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers'
import * as prometheus from 'prom-client'

/** Of a client's own identifiers, those are taken that can do no harm in a header or a log. */
const REQUEST_ID = /^[\w.:-]{1,128}$/

const METHODS = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
])

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

/** Paths that the platform asks: not counted. */
const PROBES = new Set(['/health', '/ready', '/metrics'])

/** Milliseconds in which a request must have arrived. */
const REQUEST_TIMEOUT = setting('REQUEST_TIMEOUT_MS', 30_000)
/** Bytes. */
const BODY_LIMIT = setting('BODY_LIMIT', 1_048_576)

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
prometheus.collectDefaultMetrics({ register: registry })

/** What is left to do when a turn of the event loop ends, for all of its requests in a row: each costs less than between two others. */
const left = []
process.on('exit', endTurn)

/** Answers to the platform. */
const ANSWERS = new Map([
  ['/ready', ready],
  ['/metrics', exposition],
])
/** Fastify's own line for each request is left out. */
const QUIET = { logLevel: 'warn' }

/** Belongs directly below the line that makes the application: what comes first here runs first. */
export function harden(app) {
  app.setGenReqId(({ headers }) => {
    const given = headers['x-request-id']
    return typeof given === 'string' && REQUEST_ID.test(given)
      ? given
      : randomUUID()
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
      status >= 500
        ? 'internal_error'
        : (http.STATUS_CODES[status] ?? 'error')
            .toLowerCase()
            .replace(/\W+/g, '_')
    return reply
      .code(status)
      .send({ error: name, message, requestId: request.id })
  })
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: 'not_found', requestId: request.id }),
  )
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
  app.get('/ready', QUIET, ready)
  // what the service has set itself stays
  if (app.server.requestTimeout === 0)
    app.server.requestTimeout = REQUEST_TIMEOUT
  if (app.server.headersTimeout === 60_000)
    app.server.headersTimeout = Math.min(15_000, REQUEST_TIMEOUT)
  app.addHook('onRoute', (route) => {
    if (app.initialConfig.bodyLimit === 1_048_576)
      route.bodyLimit ??= BODY_LIMIT
  })
}

function measure(request, reply) {
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

async function exposition(_request, reply) {
  const text = await prometheus.Registry.merge([
    registry,
    prometheus.register,
  ]).metrics()
  return reply.type(prometheus.register.contentType).send(text)
}

/** What the client has caused may be told to it; nothing else of an error leaves the service. */
function failureOf(error, set) {
  const told = Object(error)
  const status = set >= 400 ? set : Number(told.statusCode ?? told.status)
  if (!Number.isInteger(status) || status < 400 || status > 599)
    return { status: 500, message: undefined }
  return { status, message: status < 500 ? String(told.message) : undefined }
}

async function ready(_request, reply) {
  return reply.header('cache-control', 'no-store').send({ status: 'ready' })
}

function atEndOfTurn(task) {
  if (left.length === 0) setImmediate(endTurn)
  left.push(task)
}

function endTurn() {
  try {
    // those that they add come at the end of it
    for (const task of left) task()
  } finally {
    left.length = 0
  }
}

/** @returns a number of the environment; what is none counts as not set */
function setting(name, fallback) {
  const text = process.env[name]
  const value = text ? Number(text) : fallback
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
