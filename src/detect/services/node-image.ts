import { basename, isInside } from '../../text/paths.ts'
import type { ImageCommand, SourcePackage } from '../ecosystems/model.ts'
import type { View } from '../view.ts'
import type { Deployments } from './deployment.ts'
import { handedOver } from './launch-script.ts'

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
export function withImage(view: View, source: SourcePackage, deployments: Deployments): SourcePackage {
  const images = deployments.all.flatMap(({ kind, folder, words, evidence }) => {
    if (kind !== 'dockerfile' || folder !== source.facts.path) return []
    const own = commandIn(words)
    if (own) return [{ words: own, evidence }]
    const shell = scriptOf(view, folder, words)
    return shell ? [shell] : []
  })
  const [image, ...others] = images
  if (!image || others.some(({ words }) => words.join(' ') !== image.words.join(' '))) return source
  return { ...source, image: imageOf(source, image) }
}

function commandIn(words: readonly string[]): readonly string[] | undefined {
  const at = words.findLastIndex(word => PROGRAMS.test(basename(word)))
  return at < 0 ? undefined : [basename(words[at] ?? ''), ...words.slice(at + 1)]
}

/** What a shell script of the folder becomes, when it is what the image runs: the first program of ours that it puts in its own place. */
function scriptOf(view: View, folder: string, words: readonly string[]): ImageCommand | undefined {
  const name = basename(words.findLast(word => word.endsWith('.sh')) ?? '')
  const [path, ...others] = name === '' ? [] : view.named(name).filter(file => isInside(file, folder))
  if (path === undefined || others.length) return undefined
  const ours = handedOver(view, path).find(({ words: [program = ''] }) => PROGRAMS.test(basename(program)))
  if (!ours) return undefined
  const [program = '', ...rest] = ours.words
  // what only the running shell knows is left out: `exec node server.js "$@" 2>&1`
  const known = rest.filter(word => word !== '' && !/[$<>]/.test(word))
  return {
    words: [basename(program), ...known],
    evidence: view.evidence(path, ours.line, 'script that the image runs'),
  }
}

function imageOf({ facts }: SourcePackage, { words, evidence }: ImageCommand): ImageCommand {
  const [program = '', ...rest] = words
  if (!MANAGERS.test(program)) return { words, evidence }
  const name = rest.find(word => !word.startsWith('-') && word !== 'run')
  const isScript = name !== undefined && Object.hasOwn(facts.scripts, name) && !OTHER.test(name)
  return { words, evidence, ...(isScript ? { script: name } : {}) }
}
