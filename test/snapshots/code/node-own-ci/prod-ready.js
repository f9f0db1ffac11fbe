/**
 * What runs around the routes of this service. Called where the application is made.
 * Written by create-prod-ready: `update` brings it up to date, and keeps what you change here.
 */
'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { randomUUID } = require('node:crypto');
const http = require('node:http');
const { performance } = require('node:perf_hooks');
const { setImmediate } = require('node:timers');
const { pino } = require('pino');
const prometheus = require('prom-client');

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
/** Paths that the platform asks: neither logged nor counted. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

/** Milliseconds in which a request must have arrived. */
const REQUEST_TIMEOUT = setting('REQUEST_TIMEOUT_MS', 30_000);
/** Milliseconds; longer than a load balancer keeps an idle connection, so that it is never the server that closes first. */
const KEEP_ALIVE = 65_000;
/** Bytes. */
const BODY_LIMIT = setting('BODY_LIMIT', 1_048_576);

/** Servers that answer for the application. */
const servers = new Set();
const currentRequest = new AsyncLocalStorage();

let stamped = { at: 0, text: '' };

/** What one turn of the event loop writes, at once. */
const linesOfTurn = {
	text: '',
	write(line) {
		if (linesOfTurn.text === '') atEndOfTurn(linesOfTurn.flush);
		linesOfTurn.text += line;
	},
	flush() {
		const { text } = linesOfTurn;
		linesOfTurn.text = '';
		process.stdout.write(text);
	},
};

/** One JSON object a line on stdout; for the service's own messages as well. @public */
const logger = pino({
	level: /^(?:trace|debug|info|warn|error|fatal|silent)$/.test(LOG_LEVEL)
		? LOG_LEVEL
		: 'info',
	base: null,
	timestamp: () => `,"time":"${timestamp()}"`,
	formatters: { level: (level) => ({ level }) },
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
});

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

const routes = new Set();

/** Answers to the platform. */
const ANSWERS = new Map([
	['/ready', ready],
	['/metrics', exposition],
]);

/** What is left to do when a turn of the event loop ends, for all of its requests in a row: each costs less than between two others. */
const left = [];
process.on('exit', endTurn);

/** Belongs directly below the line that makes the application: what comes first here runs first. */
function harden(app) {
	watchRoutes(app);
	catchRejections(app);
	app.disable('x-powered-by');
	// one layer of the router for all of it: each has its price
	app.use((request, response, next) => {
		const id = identify(request, response);
		setHeaders(response);
		if (answerProbe(request, response, next)) return;
		observe(request, response, id);
		if (takesBody(request, response)) currentRequest.run(id, next);
	});
	attendServers(app);
}

/** A server is known from the moment that it listens, or from its first request where the application did not make it. */
function attendServers(app) {
	const listen = app.listen.bind(app);
	app.listen = (...args) => {
		const server = listen(...args);
		attend(server);
		return server;
	};
	const inner = app;
	const handle = inner.handle.bind(app);
	inner.handle = (request, response, next) => {
		const { server } = request.socket;
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

function attend(server) {
	servers.add(server);
	// what the service has set itself stays
	if (server.requestTimeout === 300_000)
		server.requestTimeout = REQUEST_TIMEOUT;
	if (server.headersTimeout === 60_000)
		server.headersTimeout = Math.min(15_000, REQUEST_TIMEOUT);
	if (server.keepAliveTimeout === 5_000) server.keepAliveTimeout = KEEP_ALIVE;
}

function note(text, error) {
	if (error === undefined) logger.info(text);
	else logger.error({ err: error }, text);
}

function identify(request, response) {
	const given = request.headers['x-request-id'];
	const id =
		typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
	response.setHeader('x-request-id', id);
	return id;
}

/** A line of its own making: nothing in it can be a secret, so nothing is looked for. */
function logRequest(fields) {
	const level =
		fields.status >= 500 ? 'error' : fields.status >= 400 ? 'warn' : 'info';
	if (logger.isLevelEnabled(level))
		linesOfTurn.write(
			`${JSON.stringify({ level, time: timestamp(), ...fields, msg: 'request' })}\n`,
		);
}

/** The time as text, made once for each millisecond. */
function timestamp() {
	const now = Date.now();
	if (now !== stamped.at)
		stamped = { at: now, text: new Date(now).toISOString() };
	return stamped.text;
}

function exposition(response, next) {
	prometheus.Registry.merge([registry, prometheus.register])
		.metrics()
		.then((text) => {
			response.setHeader('content-type', prometheus.register.contentType);
			response.end(text);
		}, next);
}

function count(request, status, seconds) {
	const method = METHODS.has(request.method) ? request.method : 'other';
	duration.observe(
		{ method, route: request[TEMPLATE] ?? 'unmatched', status },
		seconds,
	);
}

/** Takes down the template of the route, as it stands when a router takes the request; never the path of the client: labels stay few. */
function watchRoutes(app) {
	// what all requests of the application inherit from: the same on each of them would make each an object of its own kind
	const { request: all } = app;
	Object.defineProperty(all, 'route', {
		configurable: true,
		enumerable: true,
		get() {
			return this[ROUTE];
		},
		set(taken) {
			this[ROUTE] = taken;
			this[TEMPLATE] = templateOf(this.baseUrl, taken?.path);
		},
	});
}

function templateOf(mountedUnder, path) {
	// Express knows only the text that a router was mounted under, with its parameters filled in
	const mount = mountedUnder.replace(/\/(?!v\d+(?:\/|$))[^/]*\d[^/]*/g, '/:id');
	const template = `${mount}${String(path)}`;
	if (!routes.has(template) && routes.size >= MOST_ROUTES) return 'unmatched';
	routes.add(template);
	return template;
}

/** Whatever no route has answered: one form for all, with nothing in it about the inside of the service. */
function answerFailure(error, request, response) {
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
function failureOf(error) {
	const told = Object(error);
	const status = Number(told.status ?? told.statusCode);
	if (!Number.isInteger(status) || status < 400 || status > 599)
		return { status: 500, message: undefined };
	return {
		status,
		message:
			status < 500 && told.expose === true ? String(told.message) : undefined,
	};
}

/** Express 4 does not notice that a handler's promise was rejected: the request would hang. */
function catchRejections(app) {
	const inner = app;
	inner.lazyrouter();
	const layer = Object.getPrototypeOf(inner._router.stack[0]);
	layer.handle_request = function (request, response, next) {
		if (this.handle.length > 3) {
			next();
			return;
		}
		try {
			Promise.resolve(this.handle(request, response, next)).catch((error) => {
				next(error ?? new Error('rejected without a reason'));
			});
		} catch (error) {
			next(error);
		}
	};
}

function setHeaders(response) {
	for (const [name, value] of HEADERS) response.setHeader(name, value);
}

function ready(response) {
	response.set('cache-control', 'no-store');
	response.json({ status: 'ready' });
}

/** @returns false for what the routes are to answer */
function answerProbe(request, response, next) {
	const answer = ANSWERS.get(request.path);
	if (!answer || !['GET', 'HEAD'].includes(request.method)) return false;
	answer(response, next);
	return true;
}

function observe(request, response, requestId) {
	const { path } = request;
	if (PROBES.has(path)) return;
	const started = performance.now();
	requestsInFlight++;
	// one listener for all of it: each has its price, too
	response.on('close', () => {
		const ms = performance.now() - started;
		// 499: the client has left before the answer
		const status = response.writableFinished ? response.statusCode : 499;
		requestsInFlight--;
		atEndOfTurn(() => {
			count(request, status, ms / 1000);
			logRequest({
				requestId,
				method: request.method,
				path,
				status,
				durationMs: Math.round(ms),
			});
		});
	});
}

function atEndOfTurn(task) {
	if (left.length === 0) setImmediate(endTurn);
	left.push(task);
}

function endTurn() {
	try {
		// those that they add come at the end of it
		for (const task of left) task();
	} finally {
		left.length = 0;
	}
}

/**
 * A body that says that it is too large is not read; one that does not say its size is counted.
 * @returns false when the request is answered
 */
function takesBody(request, response) {
	const { 'content-length': length, 'transfer-encoding': encoding } =
		request.headers;
	if (length === undefined && encoding === undefined) return true;
	if (Number(length ?? 0) > BODY_LIMIT) {
		refuse(response);
		return false;
	}
	let size = 0;
	const push = request.push.bind(request);
	request.push = (chunk, encoding) => {
		if (chunk instanceof Uint8Array) size += chunk.byteLength;
		if (size <= BODY_LIMIT || chunk === null) return push(chunk, encoding);
		// the rest is read and dropped: a client that is still sending would not see the answer otherwise
		refuse(response);
		return true;
	};
	return true;
}

function refuse(response) {
	if (response.headersSent) return;
	response.status(413);
	response.json({
		error: 'payload_too_large',
		requestId: response.getHeader('x-request-id'),
	});
}

/** @returns a number of the environment; what is none counts as not set */
function setting(name, fallback) {
	const text = process.env[name];
	const value = text ? Number(text) : fallback;
	return Number.isFinite(value) && value >= 0 ? value : fallback;
}

module.exports = { harden, logger };
