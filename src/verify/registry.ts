import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { familiar, imagesToResolve, imageText, parseImage } from '../contract/images.ts'
import type { ImageRef } from '../contract/types.ts'
import type { Facts } from '../detect/types.ts'
import { Failure } from '../text/errors.ts'
import { byCodeUnit } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'
import { bearerToken } from './registry-token.ts'

/** Indexes, which name one manifest a platform, before single manifests: a registry answers with the first kind that it has. */
const INDEXES = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json']
const MANIFESTS = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json']
/** An index is a few kilobytes. */
const LARGEST = 4 * 1024 * 1024

export interface RegistryOptions {
  readonly timeoutMs?: number
  /** How often a request is made again that failed for a reason that may pass. */
  readonly retries?: number
  /** Longest wait before the next try, whatever the registry asks for. */
  readonly longestWaitMs?: number
}

const DEFAULTS: Required<RegistryOptions> = { timeoutMs: 15_000, retries: 2, longestWaitMs: 5_000 }

export interface Resolution {
  /** `name:tag@sha256:…` of each image that was found, in code-unit order. */
  readonly digests: readonly string[]
  /** What could not be looked up, and why. */
  readonly failures: readonly { readonly image: string; readonly error: Failure }[]
}

/** Looks up the digests of images in their registries. Uses the network. @returns those that were found, and for the others the reason */
export async function resolveDigests(images: readonly ImageRef[], options: RegistryOptions = {}): Promise<Resolution> {
  const wanted = [...new Map(images.map(({ name, tag }) => [imageText({ name, tag }), { name, tag }])).entries()].sort(
    ([a], [b]) => byCodeUnit(a, b),
  )
  const results = await Promise.all(
    wanted.map(([text, image]) =>
      resolveDigest(image, options).then(
        digest => ({ text, digest }),
        (error: unknown) => ({ text, error: asFailure(error) }),
      ),
    ),
  )
  return {
    digests: results.flatMap(result => ('digest' in result ? [`${result.text}@${result.digest}`] : [])),
    failures: results.flatMap(result => ('error' in result ? [{ image: result.text, error: result.error }] : [])),
  }
}

/**
 * What `--resolve` does. Uses the network.
 * @param known the answer `digests` so far
 * @returns the answer with what the registries say now: a digest that cannot be looked up, or is of another file, stays as it was
 */
export async function refreshDigests(
  ws: Workspace,
  facts: Facts,
  known: readonly string[],
  options: RegistryOptions = {},
): Promise<Resolution> {
  const { digests, failures } = await resolveDigests(imagesToResolve(ws, facts, known), options)
  const fresh = new Set(digests.map(withoutDigest))
  return { digests: [...known.filter(item => !fresh.has(withoutDigest(item))), ...digests].sort(byCodeUnit), failures }
}

function withoutDigest(text: string): string {
  return text.slice(0, text.indexOf('@'))
}

/**
 * @returns digest of what the tag of an image names now: the index of all platforms where there is one, else its only manifest
 * @throws Failure `registry-…` with the cause and what to do
 */
export async function resolveDigest(image: ImageRef, options: RegistryOptions = {}): Promise<string> {
  const settings = { ...DEFAULTS, ...options }
  if (!parseImage(imageText(image)))
    throw new Failure('registry-answer', `${imageText(image)} is not the name of an image`)
  const { base, repository } = addressOf(image)
  const url = `${base}/v2/${repository}/manifests/${image.tag}`
  const headers = { accept: [...INDEXES, ...MANIFESTS].join(', '), 'user-agent': 'create-prod-ready' }
  let response = await request(url, headers, settings)
  if (response.status === 401) {
    const token = await bearerToken(response.headers.get('www-authenticate'), repository, (at, init) =>
      request(at, init, settings),
    )
    response = await request(url, { ...headers, authorization: `Bearer ${token}` }, settings)
  }
  if (!response.ok) throw refused(response, image)
  return digestOf(response, image)
}

/** Where the registry of an image is, and how it calls the image. Plain HTTP is spoken on this machine only. */
function addressOf({ name }: ImageRef): { readonly base: string; readonly repository: string } {
  const [first = '', ...rest] = familiar(name).split('/')
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  if (!isHost)
    return {
      base: 'https://registry-1.docker.io',
      repository: rest.length ? familiar(name) : `library/${familiar(name)}`,
    }
  const local = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(first)
  return { base: `${local ? 'http' : 'https'}://${first}`, repository: rest.join('/') }
}

async function request(
  url: string,
  headers: Readonly<Record<string, string>>,
  settings: Required<RegistryOptions>,
): Promise<Response> {
  for (let tried = 0; ; tried++) {
    const last = tried >= settings.retries
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(settings.timeoutMs) })
      if (last || (response.status !== 429 && response.status < 500)) return response
      await response.body?.cancel()
      await wait(pause(response, tried, settings))
    } catch (error) {
      if (last) throw unreachable(url, error)
      await wait(Math.min(250 * 2 ** tried, settings.longestWaitMs))
    }
  }
}

function pause(response: Response, tried: number, settings: Required<RegistryOptions>): number {
  const asked = Number(response.headers.get('retry-after'))
  return Math.min(Number.isFinite(asked) && asked > 0 ? asked * 1000 : 250 * 2 ** tried, settings.longestWaitMs)
}

async function digestOf(response: Response, image: ImageRef): Promise<string> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'nothing'
  if (![...INDEXES, ...MANIFESTS].includes(type)) {
    throw new Failure('registry-answer', `the registry answers ${type} for ${imageText(image)}, which is no image`, {
      suggestion: 'a proxy or sign-in page may stand between: open the address in a browser',
    })
  }
  const digest = `sha256:${await hashOf(response, image)}`
  const said = response.headers.get('docker-content-digest')
  if (said !== null && said !== digest) {
    throw new Failure(
      'registry-digest',
      `the registry says ${said} for ${imageText(image)}, but what it sends is ${digest}`,
      { suggestion: 'the answer was changed on its way: try again, and without a proxy' },
    )
  }
  return digest
}

async function hashOf(response: Response, image: ImageRef): Promise<string> {
  const hash = createHash('sha256')
  const body = response.body as ReadableStream<Uint8Array> | null
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > LARGEST) {
      throw new Failure('registry-answer', `what the registry sends for ${imageText(image)} is larger than any index`)
    }
    hash.update(chunk)
  }
  return hash.digest('hex')
}

function refused(response: Response, image: ImageRef): Failure {
  const text = imageText(image)
  if (response.status === 404)
    return new Failure('registry-not-found', `there is no ${text} in its registry`, {
      suggestion: 'the tag may have been removed: choose another one',
    })
  if (response.status === 429)
    return new Failure('registry-limit', `the registry has had too many requests from this address (${text})`, {
      suggestion: 'try again later: the digests that were found are kept',
    })
  if (response.status === 401 || response.status === 403)
    return new Failure('registry-denied', `the registry does not show ${text} to anybody (status ${response.status})`, {
      suggestion: 'give its digest yourself: --set digests=name:tag@sha256:…',
    })
  return new Failure('registry-answer', `the registry answers with status ${response.status} for ${text}`, {
    suggestion: 'try again later: the digests that were found are kept',
  })
}

function unreachable(url: string, error: unknown): Failure {
  const { host } = new URL(url)
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason =
    cause instanceof Error ? (cause.name === 'TimeoutError' ? 'no answer in time' : cause.message) : String(cause)
  return new Failure('registry-unreachable', `${host} cannot be reached: ${reason}`, {
    suggestion: 'leave --resolve away to work without a network: images are then pinned by tag',
  })
}

function asFailure(error: unknown): Failure {
  return error instanceof Failure
    ? error
    : new Failure('registry-answer', error instanceof Error ? error.message : String(error))
}
