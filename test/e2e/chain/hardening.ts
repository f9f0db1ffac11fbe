import { output, type Container } from '../container.ts'
import { request, type Answer, type Ask } from '../served.ts'
import type { ChainService } from './services.ts'

/** A service that is asked from outside, whatever it is written in. */
export interface Target {
  readonly service: ChainService
  readonly container: Container
  readonly port: number
}

/** Bytes that a body may have in the containers of the tests. */
export const BODY_LIMIT = 65_536

interface Check {
  readonly name: string
  /** @returns what is wrong; undefined where it is as it should be */
  readonly wrong: (target: Target) => Promise<string | undefined>
}

/** @returns what `answer` is instead of what it should be */
function unless(isRight: boolean, answer: Answer | string): string | undefined {
  if (isRight) return undefined
  return typeof answer === 'string'
    ? answer
    : `${answer.status} ${JSON.stringify(answer.headers)} ${answer.body.slice(0, 200)}`
}

const ID = 'chain-7'
const SECRET = 'hunter2'
/** Headers that browsers look for, and what each must at least say. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /max-age=\d{7,}/,
  'content-security-policy': /default-src/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^(DENY|SAMEORIGIN)$/,
  'referrer-policy': /\w/,
}

const ask = ({ port }: Target, at: string, options?: Ask): Promise<Answer> => request(port, at, options)
const hasHeaders = ({ headers }: Answer): boolean =>
  Object.entries(HEADERS).every(([name, wanted]) => wanted.test(String(headers[name])))

/** @returns true for an answer that gives the identifier back and says nothing of the inside, in whatever words */
export function keepsSecrets({ headers, body }: Answer): boolean {
  return headers['x-request-id'] === ID && !/127\.0\.0\.1|\bat \/|\.(?:ts|js|rs)\b|refused/i.test(body)
}

/** @returns true for an answer that does, in the words of the module */
function tellsNothing(answer: Answer): boolean {
  const { headers, body } = answer
  if (!String(headers['content-type']).includes('json')) return false
  const told = JSON.parse(body) as { requestId?: string; error?: string }
  return told.requestId === ID && typeof told.error === 'string' && keepsSecrets(answer)
}

/** Asks with the identifier that `keepsSecrets` looks for. */
export const identified: Ask = { headers: { 'x-request-id': ID } }

function withBody({ service: { takes } }: Target, body: string, chunked = false): Ask {
  const type = takes.json ? 'application/json' : 'text/plain'
  const length = chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': Buffer.byteLength(body) }
  return { method: takes.method, body, headers: { 'x-request-id': ID, 'content-type': type, ...length } }
}

const CHECKS: readonly Check[] = [
  ...['/health', '/ready'].map(at => ({
    name: `${at} answers 200, and no cache keeps it`,
    wrong: async (target: Target) => {
      const answer = await ask(target, at)
      const isKept = answer.headers['cache-control'] !== 'no-store' && !target.service.own?.includes(at)
      return unless(answer.status === 200 && !isKept, answer)
    },
  })),
  {
    name: 'an identifier is given back',
    wrong: async target => {
      const answer = await ask(target, target.service.reads.path, identified)
      return unless(answer.status === 200 && answer.headers['x-request-id'] === ID, answer)
    },
  },
  ...['a b', 'a"b', 'x'.repeat(129)].map(id => ({
    name: `the identifier ${id.slice(0, 4)} is replaced`,
    wrong: async (target: Target) => {
      const answer = await ask(target, '/nowhere', { headers: { 'x-request-id': id } })
      const given = String(answer.headers['x-request-id'])
      return unless(given !== id && /^[\w-]{16,64}$/.test(given), answer)
    },
  })),
  {
    name: 'an answer has the headers that browsers look for',
    wrong: async target => {
      const answer = await ask(target, target.service.reads.path)
      return unless(hasHeaders(answer) && answer.headers['x-powered-by'] === undefined, answer)
    },
  },
  {
    name: 'what does not exist is told as JSON, with those headers',
    wrong: async target => {
      const answer = await ask(target, '/nowhere', identified)
      return unless(answer.status === 404 && tellsNothing(answer) && hasHeaders(answer), answer)
    },
  },
  {
    name: 'a body that is no JSON is refused',
    wrong: async target => {
      if (!target.service.takes.json) return undefined
      const answer = await ask(target, target.service.takes.path, withBody(target, '{"a":'))
      // what an extractor says of it is the service's own
      return unless([400, 415, 422].includes(answer.status) && answer.headers['x-request-id'] === ID, answer)
    },
  },
  ...[false, true].map(chunked => ({
    name: `a body that is too large is refused${chunked ? ', also without a length' : ''}`,
    wrong: async (target: Target) => {
      const body = JSON.stringify({ a: 'x'.repeat(BODY_LIMIT * 2) })
      const answer = await ask(target, target.service.takes.path, withBody(target, body, chunked))
      const after = await ask(target, '/health')
      return unless(answer.status === 413 && after.status === 200, answer)
    },
  })),
  {
    name: 'requests are counted by template, and nothing grows with what clients ask',
    wrong: async target => {
      await ask(target, '/nowhere/else')
      await ask(target, '/nowhere', { method: 'PROPFIND' })
      const answer = await ask(target, '/metrics')
      const counted = answer.body.split('\n').filter(line => line.startsWith('http_request_duration_seconds_count'))
      const has = (text: string): boolean => counted.some(line => line.includes(text))
      const isRight =
        has(`route="${target.service.reads.template}"`) &&
        has('route="unmatched"') &&
        has('method="other"') &&
        !counted.some(line => /nowhere|PROPFIND|route="\/(?:health|ready|metrics)"/.test(line))
      return unless(isRight, counted.join('\n'))
    },
  },
  ...[
    /^http_request_duration_seconds_bucket\{.*le="0\.005"/m,
    /^http_requests_in_flight \d/m,
    /^process_cpu_seconds_total \d/m,
    /^process_resident_memory_bytes \d/m,
    /^process_open_fds \d/m,
    /^process_max_fds \d/m,
    /^process_start_time_seconds \d/m,
    /^dependency_up\{dependency="postgres"\} 1/m,
    /^dependency_up\{dependency="redis"\} 1/m,
  ].map(series => ({
    name: `/metrics has ${series.source.replace(/^\^|\\|[{ ].*$/g, '')}`,
    wrong: async (target: Target) => {
      const answer = await ask(target, '/metrics')
      return unless(series.test(answer.body) && String(answer.headers['content-type']).startsWith('text/plain'), answer)
    },
  })),
  {
    name: 'the log is JSON with the identifier, without probes and secrets',
    wrong: async target => {
      await ask(target, `${target.service.reads.path}?token=${SECRET}`, {
        headers: { 'x-request-id': 'chain-8', authorization: `Bearer ${SECRET}` },
      })
      const log = await output(target.container, 1000)
      const lines = log.split('\n').filter(line => line.trim() !== '')
      const isRight =
        lines.every(isObject) &&
        lines.some(line => line.includes('chain-8')) &&
        !new RegExp(`${SECRET}|"/health"|"/ready"|"/metrics"`).test(log)
      return unless(isRight, lines.slice(-10).join('\n'))
    },
  },
]

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

/** Asks a service that has all it needs. @returns how many checks there are, and what is wrong */
export async function probe(target: Target): Promise<{ readonly checks: number; readonly wrong: readonly string[] }> {
  const wrong: string[] = []
  for (const check of CHECKS) {
    const found = await check.wrong(target).catch((error: unknown) => String(error))
    if (found !== undefined) wrong.push(`${check.name}: ${found}`)
  }
  return { checks: CHECKS.length, wrong }
}
