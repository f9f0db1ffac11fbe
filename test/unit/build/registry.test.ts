import { createHash } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { refreshDigests, resolveDigest, resolveDigests } from '../../../src/verify/registry.ts'
import { contextOf } from '../../support/context.ts'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const BODY = JSON.stringify({
  schemaVersion: 2,
  mediaType: INDEX,
  manifests: [{ digest: `sha256:${'a'.repeat(64)}`, platform: { os: 'linux', architecture: 'amd64' } }],
})
const DIGEST = `sha256:${createHash('sha256').update(BODY).digest('hex')}`
const FAST = { timeoutMs: 500, retries: 1, longestWaitMs: 20 }

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** @returns host and port of a registry on this machine */
async function registry(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function sendIndex(response: Parameters<RequestListener>[1], headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { 'content-type': INDEX, 'docker-content-digest': DIGEST, ...headers }).end(BODY)
}

test('a tag is resolved to the digest of the index of all platforms', async () => {
  let asked: { url: string | undefined; accept: string | undefined } | undefined
  const host = await registry((request, response) => {
    asked = { url: request.url, accept: request.headers.accept }
    sendIndex(response)
  })
  expect(await resolveDigest({ name: `${host}/team/app`, tag: '1.2.3' }, FAST)).toBe(DIGEST)
  expect(asked?.url).toBe('/v2/team/app/manifests/1.2.3')
  expect(asked?.accept).toMatch(
    /^application\/vnd\.oci\.image\.index\.v1\+json, application\/vnd\.docker\.distribution\.manifest\.list\.v2\+json/,
  )
})

test('a list of manifests in the older format, and an image of one platform, have a digest as well', async () => {
  for (const type of [
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.oci.image.manifest.v1+json',
  ]) {
    const host = await registry((_request, response) => sendIndex(response, { 'content-type': type }))
    expect(await resolveDigest({ name: `${host}/app`, tag: '1' }, FAST)).toBe(DIGEST)
  }
})

test('a registry that wants a token is given the one that it sends for', async () => {
  let tokenQuery: string | undefined
  const host = await registry((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`)
    if (url.pathname === '/token') {
      tokenQuery = url.search
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: 'abc' }))
    } else if (request.headers.authorization === 'Bearer abc') sendIndex(response)
    else
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${request.headers.host ?? ''}/token",service="registry.test",scope="repository:app:pull"`,
        })
        .end()
  })
  expect(await resolveDigest({ name: `${host}/app`, tag: '1' }, FAST)).toBe(DIGEST)
  expect(tokenQuery).toBe('?service=registry.test&scope=repository%3Aapp%3Apull')
})

test('a registry that is busy for a moment is asked again', async () => {
  let calls = 0
  const host = await registry((_request, response) => {
    if (++calls === 1) response.writeHead(429, { 'retry-after': '0' }).end()
    else sendIndex(response)
  })
  expect(await resolveDigest({ name: `${host}/app`, tag: '1' }, FAST)).toBe(DIGEST)
})

const failures: readonly [string, RequestListener, string, RegExp][] = [
  ['an image that is not there', (_q, r) => r.writeHead(404).end('{}'), 'registry-not-found', /there is no .*app:1/],
  ['too many requests', (_q, r) => r.writeHead(429).end(), 'registry-limit', /too many requests/],
  ['a registry in trouble', (_q, r) => r.writeHead(503).end(), 'registry-answer', /status 503/],
  [
    'a page instead of an image',
    (_q, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>'),
    'registry-answer',
    /text\/html/,
  ],
  [
    'a body that is not what the digest says',
    (_q, r) => sendIndex(r, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }),
    'registry-digest',
    /sha256:0000/,
  ],
  [
    'a sign-in without a token',
    (_q, r) => r.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
    'registry-denied',
    /sign-in/,
  ],
  [
    'a token from an unsafe place',
    (_q, r) => r.writeHead(401, { 'www-authenticate': 'Bearer realm="http://evil.test/token"' }).end(),
    'registry-denied',
    /not safe/,
  ],
  ['an image that nobody may see', (_q, r) => r.writeHead(403).end(), 'registry-denied', /status 403/],
  [
    'an answer without end',
    (_q, r) => void r.writeHead(200, { 'content-type': INDEX }).end('x'.repeat(5 * 1024 * 1024)),
    'registry-answer',
    /larger than any index/,
  ],
  ['a registry that says nothing', () => undefined, 'registry-unreachable', /no answer in time/],
]
test.each(failures)('%s is an error with a cause and a next step', async (_what, answer, code, message) => {
  const host = await registry(answer)
  const error: unknown = await resolveDigest({ name: `${host}/app`, tag: '1' }, FAST).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string })
  expect((error as { suggestion?: string }).suggestion ?? code).not.toBe('')
})

test('a registry that is not there is named', async () => {
  await expect(resolveDigest({ name: '127.0.0.1:1/app', tag: '1' }, FAST)).rejects.toThrow(
    /^127\.0\.0\.1:1 cannot be reached: /,
  )
})

test('what is found is kept when another image is not', async () => {
  const host = await registry((request, response) =>
    request.url?.includes('/gone/') ? void response.writeHead(404).end() : sendIndex(response),
  )
  const images = [
    { name: `${host}/gone`, tag: '1' },
    { name: `${host}/app`, tag: '2' },
    { name: `${host}/app`, tag: '2' },
  ]
  const { digests, failures: missing } = await resolveDigests(images, FAST)
  expect(digests).toEqual([`${host}/app:2@${DIGEST}`])
  expect(missing.map(f => f.image)).toEqual([`${host}/gone:1`])
})

test('the answer is brought up to date, and keeps what cannot be looked up', async () => {
  const host = await registry((request, response) =>
    request.url?.includes('/gone/') ? void response.writeHead(404).end() : sendIndex(response),
  )
  const old = `sha256:${'0'.repeat(64)}`
  const text = `FROM ${host}/app:2@${old} AS a\nRUN npm ci\nFROM ${host}/gone:1@${old}\nFROM ${host}/new:3\n`
  const { ws, facts } = await contextOf({ Dockerfile: text })
  const known = [`${host}/app:2@${old}`, `${host}/gone:1@${old}`]
  const { digests, failures: missing } = await refreshDigests(ws, facts, known, FAST)
  expect(digests).toEqual([`${host}/app:2@${DIGEST}`, `${host}/gone:1@${old}`, `${host}/new:3@${DIGEST}`])
  expect(missing.map(f => f.image)).toEqual([`${host}/gone:1`])
})

test('a name that is none is not asked for', async () => {
  await expect(resolveDigest({ name: 'https://evil.test/../app', tag: '1' }, FAST)).rejects.toMatchObject({
    code: 'registry-answer',
  })
})
