import { dirname, isInside, join, normalize } from '../../text/paths.ts'
import { text } from '../values.ts'
import type { View } from '../view.ts'
import { wordsOf, type Dockerfile } from './dockerfile.ts'

/**
 * @returns the folder of the member of a workspace that `pnpm deploy` puts together and the last stage of an image takes over
 * (`pnpm --filter=api deploy --prod /out`, `COPY --from=build /out .`); nothing where no member, or more than one, ends up there
 */
export function deployedMember(view: View, { path, instructions, final }: Dockerfile): string | undefined {
  const deployed = instructions.flatMap(({ name, rest }) =>
    name === 'RUN' ? commandsOf(rest).flatMap(deployedBy) : [],
  )
  if (!deployed.length) return undefined
  const taken = final.flatMap(({ name, rest }) =>
    name === 'COPY' && rest.includes('--from=')
      ? wordsOf(rest)
          .filter(word => !word.startsWith('--'))
          .slice(0, -1)
          .map(absolute)
      : [],
  )
  const inside = deployed.filter(({ folder }) => taken.some(place => place !== '' && isInside(folder, place)))
  const found = new Set(inside.flatMap(({ member }) => memberFolder(view, dirname(path), member) ?? []))
  const [only, ...others] = found
  return others.length ? undefined : only
}

function commandsOf(line: string): readonly (readonly string[])[] {
  return line.split(/&&|;|\|\|/).map(command => command.split(/\s+/).filter(word => word !== ''))
}

/** Options of pnpm that are followed by a word of their own. */
const VALUES = /^(?:--filter|-F|--filter-prod|--dir|-C|--reporter|--loglevel)$/

/** The member that a command deploys, by its name or its folder, and where to. */
function deployedBy(words: readonly string[]): readonly { readonly member: string; readonly folder: string }[] {
  const at = words.indexOf('pnpm')
  const rest = words.slice(at + 1)
  const plain = rest.filter((word, i) => !word.startsWith('-') && !VALUES.test(rest[i - 1] ?? ''))
  const [verb, folder] = plain
  const filter = rest.flatMap((word, i) =>
    /^(?:--filter|-F|--filter-prod)(?:=|$)/.test(word)
      ? [word.includes('=') ? word.slice(word.indexOf('=') + 1) : (rest[i + 1] ?? '')]
      : [],
  )[0]
  const member = filter?.replace(/^["']|["']$/g, '').replace(/^\{(.*)\}$/, '$1')
  return at >= 0 && verb === 'deploy' && folder !== undefined && member !== undefined && member !== ''
    ? [{ member, folder: absolute(folder) }]
    : []
}

/** Places in an image, in one form: what is relative there lies below the folder that nobody has to know. */
function absolute(place: string): string {
  return normalize(place.replace(/^["']|["']$/g, '').replace(/^\/+/, '')) ?? ''
}

function memberFolder(view: View, home: string, member: string): string | undefined {
  const folder = normalize(`${home}/${member}`)
  if (/^\.{1,2}\//.test(member) && folder !== undefined)
    return view.has(join(folder, 'package.json')) ? folder : undefined
  const manifest = view.named('package.json').find(path => text(view.json(path)?.get('name')) === member)
  return manifest === undefined ? undefined : dirname(manifest)
}
