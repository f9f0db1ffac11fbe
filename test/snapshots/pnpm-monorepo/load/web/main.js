// @ts-check
/* eslint-disable -- k6 runs this file, and brings its modules and globals itself */
import { check, sleep } from 'k6'
import exec from 'k6/execution'
import http from 'k6/http'
import { routes } from './routes.js'

/** What the service promises: this share of its answers within so many milliseconds, and the share of requests that may fail. */
const TARGETS = { p95: 500, percent: 99, milliseconds: 1000, failed: 0.001 }

const PROFILE = __ENV.PROFILE || 'smoke'
/** Users at the same time, and the seconds that each of them waits between two requests. */
const USERS = number('USERS', 1000)
const PAUSE = number('PAUSE', 5)
/** 0.1 makes a rehearsal of a tenth of the time. */
const PACE = number('PACE', 1)
const BASE_URL = target(__ENV.BASE_URL || 'http://127.0.0.1:8080')
const ONLY = (__ENV.ROUTES || '').split(',').filter(Boolean)
const chosen = routes.filter(({ name }) => ONLY.length === 0 || ONLY.includes(name))
if (chosen.length === 0) throw new Error(`ROUTES names no route of routes.js: ${ONLY.join(', ')}`)

/** Requests a second that so many users make. */
const usual = USERS / PAUSE

/** How many users, when, and whether each waits after a request. */
const PROFILES = {
  // every route a few times: does it work at all?
  smoke: { pause: 0, start: 2, stages: [{ target: 2, seconds: Math.max(20, chosen.length) }] },
  // an ordinary day: are the promises kept?
  load: { pause: PAUSE, start: 0, stages: [at(1, 120), at(1, 300), at(0, 60)] },
  // more than an ordinary day: does it slow down, or fall over?
  stress: {
    pause: PAUSE,
    start: 0,
    stages: [at(1, 120), at(1.5, 180), at(2, 180), at(2, 300), at(0, 120)],
  },
  // everybody at once: does it recover?
  spike: {
    pause: PAUSE,
    start: usual * 0.1,
    stages: [at(0.1, 60), at(3, 10), at(3, 60), at(0.1, 10), at(0.1, 180)],
  },
  // an ordinary day without an end: does it leak?
  soak: { pause: PAUSE, start: 0, stages: [at(1, 300), at(1, 14_100), at(0, 300)] },
  // more and more until a promise breaks: where is the limit?
  breakpoint: { pause: 0, start: 1, stages: [at(20, 1800)] },
}

const PROMISED = within(1)
const FAST = [`p(95)<${TARGETS.p95}`, PROMISED]

/** @type {import('k6/options').Options} */
export const options = {
  discardResponseBodies: true,
  userAgent: 'web load test (k6)',
  summaryTrendStats: ['min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
  scenarios: { [PROFILE]: scenario() },
  thresholds: thresholds(),
}

export default function () {
  const route = chosen[exec.scenario.iterationInTest % chosen.length]
  if (route === undefined) return
  const response = http.request(route.method, BASE_URL + route.path, route.body ?? null, {
    headers: {
      ...(route.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(__ENV.AUTHORIZATION ? { Authorization: __ENV.AUTHORIZATION } : {}),
    },
    // the value of the route in the metrics of the service, so that both sides can be compared
    tags: { name: route.name },
    timeout: '10s',
  })
  check(response, { 'the status is below 400': ({ status }) => status > 0 && status < 400 })
  sleep(profile().pause)
}

/** Writes what was measured to the files that SUMMARY_JSON and SUMMARY_JUNIT name. */
export function handleSummary(/** @type {Summary} */ data) {
  const results = Object.entries(data.metrics)
    .flatMap(([metric, { thresholds = {} }]) =>
      Object.entries(thresholds).map(([limit, { ok }]) => ({ name: `${metric}: ${limit}`, ok })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    stdout: text(data, results),
    ...(__ENV.SUMMARY_JSON ? { [__ENV.SUMMARY_JSON]: `${JSON.stringify(data, null, 2)}\n` } : {}),
    ...(__ENV.SUMMARY_JUNIT ? { [__ENV.SUMMARY_JUNIT]: junit(results) } : {}),
  }
}

function profile() {
  const found = Object.entries(PROFILES).find(([name]) => name === PROFILE)
  if (!found)
    throw new Error(`PROFILE is one of ${Object.keys(PROFILES).join(', ')}, not ${PROFILE}`)
  return found[1]
}

/**
 * Arrival rates: a slow service does not slow its users down. Each request that waits needs a user of its own.
 * @returns {import('k6/options').Scenario}
 */
function scenario() {
  const { start, stages, pause } = profile()
  const peak = Math.max(start, ...stages.map((stage) => stage.target))
  // enough for answers that take as long as is promised: a request without a user is not made, and counts as dropped
  const waiting = pause + TARGETS.milliseconds / 1000
  const users = Math.ceil(Math.max(10, pause > 0 ? peak * waiting : Math.min(peak, USERS)))
  return {
    executor: 'ramping-arrival-rate',
    startRate: Math.round(start),
    timeUnit: '1s',
    preAllocatedVUs: users,
    maxVUs:
      PROFILE === 'smoke' ? 20 : Math.max(users * 2, PROFILE === 'breakpoint' ? USERS * 5 : 0),
    stages: stages.map(({ target, seconds }) => ({
      target: Math.round(target),
      duration: `${Math.max(1, Math.round(seconds * PACE))}s`,
    })),
  }
}

/**
 * Above an ordinary day nothing was promised about time; the limit is where even that breaks.
 * @returns {NonNullable<import('k6/options').Options['thresholds']>}
 */
function thresholds() {
  if (PROFILE === 'breakpoint') {
    const stop = (/** @type {string} */ threshold) => ({
      threshold,
      abortOnFail: true,
      delayAbortEval: '30s',
    })
    return { http_req_failed: [stop('rate<0.05')], http_req_duration: [stop(within(2))] }
  }
  if (PROFILE === 'stress' || PROFILE === 'spike')
    return { http_req_failed: ['rate<0.05'], http_req_duration: [within(5)] }
  const named = chosen.filter(({ name }) => !name.includes(','))
  const each = named.map(({ name }) => [`http_req_duration{name:${name}}`, [PROMISED]])
  return {
    http_req_failed: [`rate<${TARGETS.failed}`],
    http_req_duration: FAST,
    ...Object.fromEntries(each),
    dropped_iterations: [`count<=${Math.floor(requests() * TARGETS.failed)}`],
    checks: ['rate>0.99'],
  }
}

/** How many requests the profile makes. */
function requests() {
  const { start, stages } = profile()
  const before = [start, ...stages.map(({ target }) => target)]
  return stages.reduce(
    (sum, { target, seconds }, i) => sum + ((target + (before[i] ?? 0)) / 2) * seconds * PACE,
    0,
  )
}

/** The promise, with so many times its milliseconds. */
function within(/** @type {number} */ times) {
  return `p(${TARGETS.percent})<${TARGETS.milliseconds * times}`
}

/** So many times the usual requests are made, after these seconds. */
function at(/** @type {number} */ times, /** @type {number} */ seconds) {
  return { target: usual * times, seconds }
}

function number(/** @type {string} */ name, /** @type {number} */ otherwise) {
  const value = Number(__ENV[name] || otherwise)
  if (!(value > 0)) throw new Error(`${name} is a number above 0`)
  return value
}

/** Load on a service of others is an attack: another machine has to be asked for by name. */
function target(/** @type {string} */ url) {
  const own = /^https?:\/\/(127(\.\d+){3}|localhost|\[::1\])(:\d+)?(\/|$)/.test(url)
  if (!own && __ENV.ALLOW_REMOTE !== '1')
    throw new Error(
      `BASE_URL is not this machine (${url || 'it is not set'}); ALLOW_REMOTE=1 says that you mean it`,
    )
  return url.replace(/\/+$/, '')
}

/**
 * @typedef {{ values: Record<string, number>, thresholds?: Record<string, { ok: boolean }> }} Metric
 * @typedef {{ metrics: Record<string, Metric> }} Summary
 * @typedef {{ name: string, ok: boolean }} Result
 */

function text(/** @type {Summary} */ { metrics }, /** @type {Result[]} */ results) {
  const of = (/** @type {string} */ metric, /** @type {string} */ value) =>
    metrics[metric]?.values[value] ?? 0
  const numbers = [
    `profile    ${PROFILE}, at most ${of('vus_max', 'max')} users`,
    `requests   ${of('http_reqs', 'count')}, ${of('http_reqs', 'rate').toFixed(1)} a second`,
    `failed     ${(of('http_req_failed', 'rate') * 100).toFixed(2)} %`,
    `duration   ${['med', 'p(95)', 'p(99)', 'max'].map((name) => `${name} ${of('http_req_duration', name).toFixed(1)} ms`).join(', ')}`,
  ]
  const limits = results.map(({ name, ok }) => `${ok ? 'kept  ' : 'BROKEN'}     ${name}`)
  return `\n${[...numbers, '', ...limits].join('\n')}\n\n`
}

function junit(/** @type {Result[]} */ results) {
  const failures = results.filter(({ ok }) => !ok).length
  const cases = results.map(({ name, ok }) => {
    const open = `    <testcase classname="${xml(PROFILE)}" name="${xml(name)}"`
    return ok ? `${open}/>` : `${open}><failure message="the limit was not kept"/></testcase>`
  })
  const suite = `<testsuite name="web load" tests="${results.length}" failures="${failures}">`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  ${suite}`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function xml(/** @type {string} */ value) {
  return value.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`)
}
