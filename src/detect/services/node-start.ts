import { relative } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import { commandsOf, fileOf, isDevelopment, type Command } from './node-command.ts'
import type { Entry } from './node-entry.ts'

/** Options of node that need a file which is not part of an image, or a person beside it. */
const NOT_IN_PRODUCTION = /^--(env-file|inspect|inspect-brk|watch|watch-path)(=|$)/
const TAKES_WORD = /^--(env-file|watch-path)$/

/** Programs that start a server by themselves; each is a dependency of the repository. */
const SERVERS = new Set(['next', 'nuxt', 'remix-serve', 'react-router-serve', 'fastify', 'tsx', 'ts-node', 'astro', 'moleculer-runner', 'sails', 'strapi', 'directus', 'medusa', 'serve'])

/**
 * What runs in production, from the folder of the package, without a package manager: the last command of the start script, or, where that is for
 * development or a process manager, the entry file when Node can run it as it is.
 * @param start fact of the start script
 * @returns undefined where it cannot be resolved: a wrong command is worse than none
 */
export function startCommandOf(source: SourcePackage, start: Fact<string> | undefined, entry: Entry | undefined): Fact<readonly string[]> | undefined {
  const command = start === undefined ? undefined : commandsOf(source, start.value).at(-1)
  const words = command && !isDevelopment(command) ? wordsOf(command) : undefined
  if (start && command && words) return words.guessed ? likely(words.words, ...start.evidence) : certain(words.words, ...start.evidence)
  if (!entry || !/\.[cm]?js$/.test(entry.path)) return undefined
  return likely(['node', relative(source.facts.path, entry.path)], ...entry.fact.evidence)
}

interface Words {
  readonly words: readonly string[]
  /** True when a rule of a tool, and not the script, names the file. */
  readonly guessed: boolean
}

function wordsOf(command: Command): Words | undefined {
  const [program = '', ...rest] = command.words
  if (program === 'node' || program === 'nodejs') {
    const words = withoutDevelopment(rest)
    return words.some(word => !word.startsWith('-')) ? { words: ['node', ...words], guessed: false } : undefined
  }
  // the compiled file has the name of the entry, which is main unless nest-cli.json says otherwise
  if (program === 'nest' && rest[0] === 'start') return rest.slice(1).every(word => word.startsWith('-')) ? { words: ['node', 'dist/main'], guessed: true } : undefined
  if (program === 'pm2' || program === 'pm2-runtime') {
    const file = fileOf(command)
    return file !== undefined && /\.[cm]?js$/.test(file) ? { words: ['node', file], guessed: true } : undefined
  }
  if (program === 'bun') return fileOf(command) === undefined ? undefined : { words: command.words, guessed: false }
  return SERVERS.has(program) ? { words: command.words, guessed: false } : undefined
}

function withoutDevelopment(words: readonly string[]): readonly string[] {
  return words.filter((word, i) => !NOT_IN_PRODUCTION.test(word) && !TAKES_WORD.test(words[i - 1] ?? ''))
}
