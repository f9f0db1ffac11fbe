import { basename } from '../../text/paths.ts'
import type { ImageCommand, SourcePackage } from '../ecosystems/model.ts'
import type { Deployments } from './deployment.ts'

const MANAGERS = /^(?:npm|pnpm|yarn|bun)$/
/** Programs that a command line of an image starts with, behind what only passes signals on. */
const PROGRAMS = /^(?:node|nodejs|bun|tsx|ts-node|pm2-runtime|npm|pnpm|yarn)$/
/** Names of scripts that prepare something or are for developers, also where an image runs them. */
const OTHER =
  /^build|(?:^|[:_-])(?:dev|develop|watch|debug|test|e2e|lint|migrate|migrations?|seed|preview|local)(?:$|[:_-])|^(?!start|serve).*[:_-]build(?:$|[:_-])/i

/**
 * @returns a package with what the image of its own folder runs: the one command of all the Dockerfiles there that are of the product.
 * Where they run different ones, it is not told which is the service.
 */
export function withImage(source: SourcePackage, deployments: Deployments): SourcePackage {
  const images = deployments.all.flatMap(({ kind, folder, words, evidence }) => {
    const at = words.findLastIndex(word => PROGRAMS.test(basename(word)))
    const own = kind === 'dockerfile' && folder === source.facts.path && at >= 0
    return own ? [{ words: [basename(words[at] ?? ''), ...words.slice(at + 1)], evidence }] : []
  })
  const [image, ...others] = images
  if (!image || others.some(({ words }) => words.join(' ') !== image.words.join(' '))) return source
  return { ...source, image: imageOf(source, image) }
}

function imageOf({ facts }: SourcePackage, { words, evidence }: ImageCommand): ImageCommand {
  const [program = '', ...rest] = words
  if (!MANAGERS.test(program)) return { words, evidence }
  const name = rest.find(word => !word.startsWith('-') && word !== 'run')
  const isScript = name !== undefined && Object.hasOwn(facts.scripts, name) && !OTHER.test(name)
  return { words, evidence, ...(isScript ? { script: name } : {}) }
}
