import { isOfTheProduct } from '../detect/services/model.ts'
import type { Facts, Project } from '../detect/types.ts'
import { baseImages } from '../edit/dockerfile-read.ts'
import { EditError } from '../edit/types.ts'
import { dirname } from '../text/paths.ts'
import type { Workspace } from '../workspace/types.ts'
import { nodeLines, rustImageTag, SUITE } from './runtimes.ts'
import type { ImageRef } from './types.ts'

/** Key of the answer that keeps resolved digests: a list of `image:tag@sha256:…`. */
export const DIGESTS = 'digests'

/** User and group of the image for static sites, and the port that it listens on. */
export const SITE_USER = '101'
export const SITE_PORT = 8080
/** Serves static files as an ordinary user; logs to the console, writes below /tmp only. */
export const SITE_IMAGE: ImageRef = { name: 'nginxinc/nginx-unprivileged', tag: `stable-${SUITE}` }

export type Suite = 'trixie' | 'bookworm'

/** What the distroless image for compiled programs brings: glibc with libgcc, libstdc++ and OpenSSL. */
const IN_DISTROLESS_CC: ReadonlySet<string> = new Set([
  'ca-certificates',
  'libc6',
  'libgcc-s1',
  'libgomp1',
  'libssl3',
  'libssl3t64',
  'libstdc++6',
  'libzstd1',
  'tzdata',
  'zlib1g',
])
/** Lines of Node that have a distroless image on Debian 13. */
const DISTROLESS_NODE: ReadonlySet<number> = new Set([22, 24, 26])
/** Lines whose support ended before Debian 13 came out: their newest images are of Debian 12. Older ones than these have no image of a supported Debian. */
const BOOKWORM_NODE: ReadonlySet<number> = new Set([16, 18, 19, 21, 23])
const OLDEST_NODE = 16
/** Up to this line the official Node image has Yarn 1; up to the one before it, corepack. */
const LAST_NODE_WITH_YARN = 25

/** An image, with what it is made of. */
export interface Base extends ImageRef {
  readonly suite: Suite
}

/** The image a program runs in. */
export interface RuntimeBase extends Base {
  /** False where there is no shell and no package manager. */
  readonly shell: boolean
  /** Debian packages that have to be added to it. */
  readonly packages: readonly string[]
}

/** @returns the image that compiles a Rust project */
export function rustImage(project: Project): Base {
  const tag = rustImageTag(project)
  return { name: 'rust', tag, suite: tag.endsWith('-bookworm') ? 'bookworm' : 'trixie' }
}

/** @returns the image a compiled program runs in, of the Debian release that it was compiled on */
export function compiledRuntime(suite: Suite, packages: readonly string[]): RuntimeBase {
  const missing = packages.filter(name => !IN_DISTROLESS_CC.has(name))
  if (missing.length > 0)
    return { name: 'debian', tag: `${suite}-slim`, suite, shell: true, packages: ['ca-certificates', ...packages] }
  return {
    name: `gcr.io/distroless/cc-debian${suite === 'trixie' ? 13 : 12}`,
    tag: 'nonroot',
    suite,
    shell: false,
    packages: [],
  }
}

/** @returns the major version of Node that a project ships with */
export function nodeMajor(project: Project): number {
  return Number(nodeLines(project)[0])
}

/** @returns the image that installs and builds a Node project; undefined when that line has no image of a supported Debian */
export function nodeImage(major: number): Base | undefined {
  if (!Number.isInteger(major) || major < OLDEST_NODE) return undefined
  const suite = BOOKWORM_NODE.has(major) ? 'bookworm' : 'trixie'
  return { name: 'node', tag: `${major}-${suite}-slim`, suite }
}

/**
 * @param shell true when the program is started by a script
 * @returns the image a Node program runs in; undefined as for nodeImage()
 */
export function nodeRuntime(major: number, packages: readonly string[], shell: boolean): RuntimeBase | undefined {
  const base = nodeImage(major)
  if (!base) return undefined
  const missing = packages.filter(name => !IN_DISTROLESS_CC.has(name))
  if (DISTROLESS_NODE.has(major) && missing.length === 0 && !shell) {
    return {
      name: `gcr.io/distroless/nodejs${major}-debian13`,
      tag: 'nonroot',
      suite: 'trixie',
      shell: false,
      packages: [],
    }
  }
  return { ...base, shell: true, packages }
}

/** @returns true when the official image of this Node line brings Yarn 1 */
export function nodeImageHasYarn(major: number): boolean {
  return major <= LAST_NODE_WITH_YARN
}

/** @returns the image of a version of Bun, which is Debian with the program in it */
export function bunImage(version: string): Base {
  return { name: 'oven/bun', tag: `${version}-slim`, suite: 'bookworm' }
}

/** @returns `name:tag`, with `@digest` where it is known */
export function imageText(image: ImageRef): string {
  return `${image.name}:${image.tag}${image.digest ? `@${image.digest}` : ''}`
}

/** @returns the image with the digest that the answer has for it; the image as it is where it has none */
export function pinned(image: ImageRef, digests: readonly string[]): ImageRef {
  const same = digests
    .map(parseImage)
    .find(
      known => known?.digest !== undefined && familiar(known.name) === familiar(image.name) && known.tag === image.tag,
    )
  return same?.digest ? { ...image, digest: same.digest } : image
}

const REFERENCE =
  /^((?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/

/** @returns the parts of `name:tag@digest`; undefined when it is no reference, or names no tag */
export function parseImage(text: string): ImageRef | undefined {
  const [, name, tag, digest] = REFERENCE.exec(text) ?? []
  if (name === undefined || tag === undefined) return undefined
  return digest === undefined ? { name, tag } : { name, tag, digest }
}

/** @returns the name without what Docker Hub lets one leave out, so that two ways to write one image compare equal */
export function familiar(name: string): string {
  return name.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '')
}

/** @returns true or a sentence that says what is wrong with an item of the answer `digests` */
export function validDigest(item: string): true | string {
  const image = parseImage(item)
  return image?.digest ? true : `not an image with tag and digest (name:tag@sha256:…): ${item}`
}

/**
 * @returns the base images that a Dockerfile names, each once, in its order; not those whose name or tag is a variable, or that have no tag.
 * A text that is no Dockerfile has none.
 */
export function imagesIn(dockerfile: string): readonly ImageRef[] {
  const found = new Map<string, ImageRef>()
  for (const { name, tag, digest } of usesIn(dockerfile)) {
    const image =
      tag === undefined ? undefined : parseImage(`${name}:${tag}${digest === undefined ? '' : `@${digest}`}`)
    if (image) found.set(imageText(image), image)
  }
  return [...found.values()]
}

/** @returns paths of the Dockerfiles that something of the product is built from, or may be */
export function dockerfilePaths(facts: Facts): readonly string[] {
  return facts.repository.existing
    .filter(({ kind, path }) => kind === 'dockerfile' && isOfTheProduct(dirname(path)))
    .map(({ path }) => path)
}

/**
 * @param digests the answer `digests`
 * @returns the images that a look-up in the registries is for: those of the product's Dockerfiles that have no digest, or one
 * that an earlier look-up found. A digest that the user wrote is the user's.
 */
export function imagesToResolve(ws: Workspace, facts: Facts, digests: readonly string[]): readonly ImageRef[] {
  const known = new Set(digests)
  const images = dockerfilePaths(facts)
    .flatMap(path => imagesIn(ws.read(path) ?? ''))
    .filter(image => image.digest === undefined || known.has(imageText(image)))
  return [...new Map(images.map(({ name, tag }) => [`${name}:${tag}`, { name, tag }])).values()]
}

/** @returns the base images of a Dockerfile as they are written; none for a text that is no Dockerfile */
export function usesIn(dockerfile: string): ReturnType<typeof baseImages> {
  try {
    return baseImages(dockerfile)
  } catch (error) {
    if (error instanceof EditError) return []
    throw error
  }
}
