import type { Context } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { parseDockerfile } from '../../../src/detect/services/dockerfile.ts'
import type { Existing } from '../../../src/detect/types.ts'
import { basename, dirname, isInside } from '../../../src/text/paths.ts'

/** Names and folders of Dockerfiles that build something else than what is deployed. */
const ASIDE =
  /(^|[./_-])(dev|development|devcontainer|local|test|tests|e2e|debug|bench|docs|examples?|samples?)([./_-]|$)/i
/** Words without which a Dockerfile does not build a program of this ecosystem. */
const BUILDS = { rust: /\bcargo\b|\brust|target\/(\S+\/)?release/i, node: /\b(node|npm|npx|yarn|pnpm|bun)\b/i } as const

/** @returns the Dockerfiles in the repository that an earlier run did not write */
export function dockerfilesOfUser(ctx: Context): readonly Existing[] {
  return ctx.facts.repository.existing.filter(
    e => e.kind === 'dockerfile' && !ctx.ownersOf(e.path).includes('build/dockerfile'),
  )
}

/**
 * @returns the user's Dockerfile that builds a service, under whatever name and place: the one in its folder first, then one that names it;
 * of several the one that starts something and has the usual name.
 * A Dockerfile for development or tests counts for nothing.
 */
export function dockerfileFor(ctx: Context, service: ServiceContract): Existing | undefined {
  const all = dockerfilesOfUser(ctx)
  const candidates = all
    .filter(e => !ASIDE.test(e.path) && builds(service, ctx.ws.read(e.path) ?? ''))
    .sort((a, b) => doubts(ctx, a) - doubts(ctx, b))
  return (
    all.find(e => e.path === service.dockerfile) ??
    candidates.find(e => isNear(ctx, service, e)) ??
    candidates.find(e => names(ctx, service, e))
  )
}

/** An image that starts nothing is the base of another one, and what has the usual name comes before its variants. */
function doubts(ctx: Context, { path }: Existing): number {
  const { instructions } = parseDockerfile(path, (ctx.ws.read(path) ?? '').split('\n'))
  const starts = instructions.some(({ name }) => name === 'CMD' || name === 'ENTRYPOINT')
  return (starts ? 0 : 2) + (/^(?:Docker|Container)file$/.test(basename(path)) ? 0 : 1)
}

/** A program that was compiled before shows by its name. */
function builds({ service }: ServiceContract, text: string): boolean {
  return BUILDS[service.ecosystem].test(text) || (service.binary !== undefined && hasWord(text, service.binary.value))
}

/** In the folder of the service, and in that of no other one below it. */
function isNear(ctx: Context, service: ServiceContract, { path }: Existing): boolean {
  const { path: folder } = service.service
  if (!isInside(dirname(path), folder)) return false
  const others = ctx.contract.services.filter(other => other !== service)
  if (
    others.some(
      other =>
        other.service.path !== folder &&
        isInside(other.service.path, folder) &&
        isInside(dirname(path), other.service.path),
    )
  )
    return false
  const rivals = others.filter(
    other => other.service.path === folder || (folder === '.' && isInside(dirname(path), folder)),
  )
  return rivals.length === 0 || mentions(ctx, service, path) || !rivals.some(other => mentions(ctx, other, path))
}

/** Somewhere above the service, with its name in it: or the only one there is for the only service there is. */
function names(ctx: Context, service: ServiceContract, { path }: Existing): boolean {
  return (
    mentions(ctx, service, path) ||
    (ctx.contract.services.length === 1 && isInside(service.service.path, dirname(path)))
  )
}

function mentions(ctx: Context, { id, service }: ServiceContract, path: string): boolean {
  const words = [
    id,
    service.binary?.value,
    service.name.value,
    service.path === '.' ? undefined : service.path,
    service.path === '.' ? undefined : basename(service.path),
  ]
  const text = `${path}\n${ctx.ws.read(path) ?? ''}`
  return words.some(word => word !== undefined && hasWord(text, word))
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + word.length] ?? ' ')) return true
  }
  return false
}
