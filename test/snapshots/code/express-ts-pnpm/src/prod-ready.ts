/**
 * What runs around the routes of this service. Called where the application is made.
 * Written by create-prod-ready: `update` brings it up to date, and keeps what you change here.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import type * as net from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import type { Application, NextFunction, Request, Response } from 'express';
import { destination, pino } from 'pino';
import * as prometheus from 'prom-client';

/** Paths that the platform asks: neither logged nor counted. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

/** Of a client's own identifiers, those are taken that can do no harm in a header or a log. */
const REQUEST_ID = /^[\w.:-]{1,128}$/;

const { LOG_LEVEL = 'info' } = process.env;
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
];

const METHODS = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);
/** More routes than a service has: what is above is no template. */
const MOST_ROUTES = 200;
const ROUTE = Symbol('route');
const TEMPLATE = Symbol('template');

/** A route that needs another value sets it after this. */
const HEADERS = Object.entries({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

/** Milliseconds in which a request must have arrived. */
const REQUEST_TIMEOUT = setting('REQUEST_TIMEOUT_MS', 30_000);
/** Milliseconds; longer than a load balancer keeps an idle connection, so that it is never the server that closes first. */
const KEEP_ALIVE = 65_000;
/** Bytes. */
const BODY_LIMIT = setting('BODY_LIMIT', 1_048_576);

/** Servers that answer for the application. */
const servers = new Set<http.Server>();
const currentRequest = new AsyncLocalStorage<string>();

let stamped = { at: 0, text: '' };
const stdout = destination(1);
/** What one turn of the event loop writes, at once. */
const linesOfTurn = {
  text: '',
  write(line: string): void {
    if (linesOfTurn.text === '') setImmediate(linesOfTurn.flush);
    linesOfTurn.text += line;
  },
  flush(): void {
    if (linesOfTurn.text !== '') stdout.write(linesOfTurn.text);
    linesOfTurn.text = '';
  },
};
process.on('exit', linesOfTurn.flush);

const form = {
  level: /^(?:trace|debug|info|warn|error|fatal|silent)$/.test(LOG_LEVEL)
    ? LOG_LEVEL
    : 'info',
  timestamp,
  formatters: { level: (level: string) => ({ level }) },
};
/** For the lines about requests: nothing in them can be a secret, so nothing is looked for. */
const requests = pino(form, linesOfTurn);
/** One JSON object a line on stdout; for the service's own messages as well. @public */
export const logger = pino(
  {
    ...form,
    mixin: () => {
      const requestId = currentRequest.getStore();
      return requestId === undefined ? {} : { requestId };
    },
    redact: {
      paths: SECRETS.flatMap((name) => {
        const key = name.startsWith('[') ? name : `.${name}`;
        return [name, `*${key}`, `*.*${key}`];
      }),
      censor: '[redacted]',
    },
  },
  stdout,
);

/** Of this module; metrics of the service's own belong in prom-client's default registry, and are served with them. */
const registry = new prometheus.Registry();
const duration = new prometheus.Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the first byte of a request to the end of the answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});
let requestsInFlight = 0;
registry.registerMetric(
  new prometheus.Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests that are being answered',
    registers: [],
    // set when it is asked for: that is seldom
    collect() {
      this.set(requestsInFlight);
    },
  }),
);
prometheus.collectDefaultMetrics({ register: registry });

const routes = new Set<string>();

/** Belongs directly below the line that makes the application: what comes first here runs first. */
export function harden(app: Application): void {
  watchRoutes(app);
  app.disable('x-powered-by');
  // one layer of the router for all of it: each has its price
  app.use((request, response, next) => {
    const id = identify(request, response);
    logRequest(request, response);
    measure(request, response);
    setHeaders(response);
    currentRequest.run(id, next);
  });
  app.get('/metrics', (_request, response, next) => {
    prometheus.Registry.merge([registry, prometheus.register])
      .metrics()
      .then((text) => {
        response.setHeader('content-type', prometheus.register.contentType);
        response.end(text);
      }, next);
  });
  app.get('/ready', (_request, response) => {
    response.set('cache-control', 'no-store');
    response.json({ status: 'ready' });
  });
  app.use(limitBody);
  attendServers(app);
}

/** A server is known from the moment that it listens, or from its first request where the application did not make it. */
function attendServers(app: Application): void {
  const listen = app.listen.bind(app) as (...args: unknown[]) => http.Server;
  app.listen = (...args: unknown[]) => {
    const server = listen(...args);
    attend(server);
    return server;
  };
  const inner = app as unknown as Dispatcher;
  const handle = inner.handle.bind(app);
  inner.handle = (request, response, next) => {
    const { server } = request.socket as net.Socket & { server?: http.Server };
    if (server && !servers.has(server)) {
      attend(server);
    }
    // behind all routes, also those that are added after this
    handle(
      request,
      response,
      next ??
        ((error) => {
          answerFailure(error, request, response);
        }),
    );
  };
}

interface Dispatcher {
  handle(
    request: Request,
    response: Response,
    next?: (error?: unknown) => void,
  ): void;
}

function attend(server: http.Server): void {
  servers.add(server);
  // what the service has set itself stays
  if (server.requestTimeout === 300_000)
    server.requestTimeout = REQUEST_TIMEOUT;
  if (server.headersTimeout === 60_000)
    server.headersTimeout = Math.min(15_000, REQUEST_TIMEOUT);
  if (server.keepAliveTimeout === 5_000) server.keepAliveTimeout = KEEP_ALIVE;
}

function note(text: string, error?: unknown): void {
  if (error === undefined) logger.info(text);
  else logger.error({ err: error }, text);
}

function identify(request: Request, response: Response): string {
  const given = request.get('x-request-id');
  const id =
    given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('x-request-id', id);
  return id;
}

function logRequest(request: Request, response: Response): void {
  const path = request.path;
  if (PROBES.has(path)) return;
  const started = performance.now();
  response.on('close', () => {
    const status = response.writableFinished ? response.statusCode : 499;
    const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
    const durationMs = Math.round(performance.now() - started);
    const requestId = response.getHeader('x-request-id');
    requests[level](
      { requestId, method: request.method, path, status, durationMs },
      'request',
    );
  });
}

/** The time as text, made once for each millisecond. */
function timestamp(): string {
  const now = Date.now();
  if (now !== stamped.at)
    stamped = { at: now, text: `,"time":"${new Date(now).toISOString()}"` };
  return stamped.text;
}

function measure(request: Routed, response: Response): void {
  if (PROBES.has(request.path)) return;
  const started = performance.now();
  requestsInFlight++;
  response.on('close', () => {
    requestsInFlight--;
    const method = METHODS.has(request.method) ? request.method : 'other';
    // 499: the client has left before the answer
    const status = response.writableFinished ? response.statusCode : 499;
    const route = request[TEMPLATE] ?? 'unmatched';
    duration.observe(
      { method, route, status },
      (performance.now() - started) / 1000,
    );
  });
}

interface Routed extends Request {
  [ROUTE]?: { path?: unknown } | undefined;
  [TEMPLATE]?: string;
}

/** Takes down the template of the route, as it stands when a router takes the request; never the path of the client: labels stay few. */
function watchRoutes(app: Application): void {
  // what all requests of the application inherit from: the same on each of them would make each an object of its own kind
  const { request: all } = app as unknown as { request: Request };
  Object.defineProperty(all, 'route', {
    configurable: true,
    enumerable: true,
    get(this: Routed) {
      return this[ROUTE];
    },
    set(this: Routed, taken: Routed[typeof ROUTE]) {
      this[ROUTE] = taken;
      this[TEMPLATE] = templateOf(this.baseUrl, taken?.path);
    },
  });
}

function templateOf(mountedUnder: string, path: unknown): string {
  // Express knows only the text that a router was mounted under, with its parameters filled in
  const mount = mountedUnder.replace(/\/(?!v\d+(?:\/|$))[^/]*\d[^/]*/g, '/:id');
  const template = `${mount}${String(path)}`;
  if (!routes.has(template) && routes.size >= MOST_ROUTES) return 'unmatched';
  routes.add(template);
  return template;
}

/** Whatever no route has answered: one form for all, with nothing in it about the inside of the service. */
function answerFailure(
  error: unknown,
  request: Request,
  response: Response,
): void {
  if (response.writableEnded) return;
  if (response.headersSent) {
    // half an answer is out: the client must not take it for a whole one
    if (error) note('request failed after its answer had begun', error);
    request.socket.destroy();
    return;
  }
  const { status, message } = error
    ? failureOf(error)
    : { status: 404, message: undefined };
  const requestId = response.getHeader('x-request-id');
  if (status >= 500) note(`request ${String(requestId)} failed`, error);
  for (const name of [
    'content-encoding',
    'content-language',
    'content-length',
    'content-range',
    'etag',
    'last-modified',
  ])
    response.removeHeader(name);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('x-content-type-options', 'nosniff');
  const name =
    status >= 500
      ? 'internal_error'
      : (http.STATUS_CODES[status] ?? 'error')
          .toLowerCase()
          .replace(/\W+/g, '_');
  response.end(JSON.stringify({ error: name, message, requestId }));
}

/** Libraries put the status of an error that the client has caused on the error itself, and say whether its message may be shown. */
function failureOf(error: unknown): {
  status: number;
  message: string | undefined;
} {
  const told = Object(error) as {
    status?: unknown;
    statusCode?: unknown;
    expose?: unknown;
    message?: unknown;
  };
  const status = Number(told.status ?? told.statusCode);
  if (!Number.isInteger(status) || status < 400 || status > 599)
    return { status: 500, message: undefined };
  return {
    status,
    message:
      status < 500 && told.expose === true ? String(told.message) : undefined,
  };
}

function setHeaders(response: Response): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
}

/** A body that says that it is too large is not read; one that does not say its size is counted. */
function limitBody(
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const refuse = (): void => {
    if (response.headersSent) return;
    response.status(413);
    response.json({
      error: 'payload_too_large',
      requestId: response.getHeader('x-request-id'),
    });
  };
  const length = request.get('content-length');
  if (length === undefined && request.get('transfer-encoding') === undefined) {
    // there is no body
    next();
    return;
  }
  if (Number(length ?? 0) > BODY_LIMIT) {
    refuse();
    return;
  }
  let size = 0;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array) size += chunk.byteLength;
    if (size <= BODY_LIMIT || chunk === null) return push(chunk, encoding);
    // the rest is read and dropped: a client that is still sending would not see the answer otherwise
    refuse();
    return true;
  };
  next();
}

/** @returns a number of the environment; what is none counts as not set */
function setting(name: string, fallback: number): number {
  const text = process.env[name];
  const value = text ? Number(text) : fallback;
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}
