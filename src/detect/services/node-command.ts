import { basename } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'

/** What a script of package.json starts in the end. */
export interface Command {
  /** Program and arguments, without wrappers, variables and package managers. */
  readonly words: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** Name of the script that the command stands in. */
  readonly script: string
  /** It stands in a file of the shell, which may set variables and do more. */
  readonly inFile?: true
}

const MANAGERS = new Set(['npm', 'pnpm', 'yarn', 'bun', 'npx', 'pnpx', 'bunx', 'nr'])
const MAX_DEPTH = 8

/** @returns the commands of a script, in the order in which they run; nothing where the script does not exist */
export function commandsOf(source: SourcePackage, script: string, depth = 0): readonly Command[] {
  const line = Object.hasOwn(source.facts.scripts, script) ? source.facts.scripts[script]?.value : undefined
  return line === undefined || depth > MAX_DEPTH ? [] : commandsIn(source, script, line, depth)
}

/** @returns the commands of a shell line that runs in the folder of a package */
export function commandsIn(source: SourcePackage, script: string, line: string, depth = 0): readonly Command[] {
  const known = KNOWN.get(source) ?? new Map<string, readonly Command[]>()
  KNOWN.set(source, known)
  const key = [depth, script, line].join('\0')
  const found =
    known.get(key) ??
    segmentsOf(unformatted(line))
      .map(words => words.filter(word => !OPTIONS.test(word)))
      .flatMap(words => unwrapped(source, script, words, {}, depth))
      .slice(0, MAX_COMMANDS)
  known.set(key, found)
  return found
}

/** Room for options of the runtime, which nobody need fill: `node $NODE_OPTIONS server.js` */
const OPTIONS = /^\$\{?\w*(?:OPTIONS?|OPTS?|FLAGS?|ARGS?)\}?$/

/** @returns a shell line without what only lays out the lines of its log: `node server.js | pino-pretty` */
export function unformatted(line: string): string {
  return line.replace(/(?<!\|)\|\s*(?:npx\s+)?(?:bunyan|pino(?:-\w+)*|bole-console|roarr|tee|cat)(?:\s[^|&;]*)?$/, '')
}

/** Commands by package and line: scripts that call each other many times are followed once for each depth. */
const KNOWN = new WeakMap<SourcePackage, Map<string, readonly Command[]>>()
/** Nobody writes scripts that run more than that. */
const MAX_COMMANDS = 200

/** @returns true where a script sets variables and starts no program: what it is named for is left to whoever runs another one after it */
export function setsOnly(source: SourcePackage, script: string): boolean {
  return segmentsOf(source.facts.scripts[script]?.value ?? '').every(words =>
    words.every((word, i) => /^[A-Za-z_]\w*=/.test(word) || (i === 0 && /^(export|set|env|cross-env)$/.test(word))),
  )
}

/** @returns the words of each command in a shell line: quotes are taken off, `&&`, `||`, `;`, `|` and `&` divide */
function segmentsOf(line: string): readonly (readonly string[])[] {
  const segments: string[][] = [[]]
  for (const [token, operator] of line.matchAll(/(&&|\|\||[;|&])|(?:[^\s'"&|;]+|"(?:\\.|[^"\\])*"|'[^']*')+/g)) {
    if (operator !== undefined) segments.push([])
    else
      segments
        .at(-1)
        ?.push(
          token.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
            (double ?? single ?? '').replace(/\\(.)/g, '$1'),
          ),
        )
  }
  return segments.filter(words => words.length > 0)
}

function unwrapped(
  source: SourcePackage,
  script: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  depth: number,
): readonly Command[] {
  const [first = '', ...rest] = words
  const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(first)
  if (assigned) return unwrapped(source, script, rest, { ...variables, [assigned[1] ?? '']: assigned[2] ?? '' }, depth)
  const program = basename(first)
  if (depth > MAX_DEPTH || first === '') return []
  if (program === 'cross-env' || program === 'cross-env-shell' || program === 'env' || program === 'exec')
    return unwrapped(source, script, rest, variables, depth + 1)
  if (/^(dotenv|dotenvx|env-cmd|with-env|op|doppler|infisical)$/.test(program) && rest.includes('--'))
    return unwrapped(source, script, rest.slice(rest.indexOf('--') + 1), variables, depth + 1)
  if (program === 'dotenv' || program === 'env-cmd')
    return unwrapped(
      source,
      script,
      withoutOptions(rest, /^-[efpo]$|^--(env|file|environments)$/),
      variables,
      depth + 1,
    )
  if (program === 'npx' || program === 'pnpx' || program === 'bunx')
    return unwrapped(source, script, withoutOptions(rest, /^(-p|--package)$/), variables, depth + 1)
  if (MANAGERS.has(program)) return followed(source, script, program, rest, variables, depth)
  if (SHELL.test(program) && rest[0] === '-c')
    return commandsIn(source, script, rest[1] ?? '', depth + 1).map(within(variables))
  const lines = linesOf(source, words)
  if (lines.length)
    return lines
      .flatMap(line => commandsIn(source, script, line, depth + 1).map(within(variables)))
      .map(command => ({ ...command, inFile: true }))
  if (program === 'concurrently')
    return [{ words: [program, ...rest], variables, script }, ...sideBySide(source, script, rest, variables, depth)]
  return [{ words: [program, ...rest], variables, script }]
}

const SHELL = /^(?:ba|da|a|z)?sh$/

/** @returns the lines of a file that a shell runs for a command: `bash scripts/start.sh`, `./start.sh` */
function linesOf({ shell }: SourcePackage, [first = '', ...rest]: readonly string[]): readonly string[] {
  const plain = first.includes('/') ? first : undefined
  const file = SHELL.test(basename(first)) ? rest.find(word => !word.startsWith('-')) : plain
  return file === undefined || file.includes('node_modules/') ? [] : (shell?.(file) ?? [])
}

/** @returns the command as it runs where `variables` are set */
function within(variables: Command['variables']): (command: Command) => Command {
  return command => ({ ...command, variables: { ...variables, ...command.variables } })
}

/** Options of concurrently that are followed by a word of their own. */
const CONCURRENTLY_VALUES =
  /^(-n|--names|-c|--prefix-colors|-p|--prefix|-l|--prefix-length|-t|--timestamp-format|-m|--max-processes|-s|--success|--restart-tries|--restart-after|--default-input-target|--name-separator|--kill-signal|--hide)$/

/** What concurrently runs: command lines that are words of its own, and scripts that it calls `npm:server` or `yarn:server`. */
function sideBySide(
  source: SourcePackage,
  script: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  depth: number,
): readonly Command[] {
  return words
    .filter((word, i) => !word.startsWith('-') && !CONCURRENTLY_VALUES.test(words[i - 1] ?? ''))
    .flatMap(word => {
      const [, manager = '', name = ''] = /^(npm|pnpm|yarn|bun):([\w:.-]+)$/.exec(word) ?? []
      const line = name === '' ? word : `${manager} run ${name}`
      return commandsIn(source, script, line, depth + 1).map(within(variables))
    })
}

/** `npm run build`, `yarn start`, `pnpm with-env next start`, `bun src/index.ts` */
function followed(
  source: SourcePackage,
  script: string,
  program: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  depth: number,
): readonly Command[] {
  const options = words.filter(word => word.startsWith('-'))
  const plain = words.slice(
    words.findIndex(word => !word.startsWith('-')) === -1
      ? words.length
      : words.findIndex(word => !word.startsWith('-')),
  )
  const [verb = '', ...rest] = plain
  const run = verb === 'run' || verb === 'run-script'
  const name = run ? (rest.find(word => !word.startsWith('-')) ?? '') : verb
  // Another package of the workspace.
  if (options.some(option => /^(-w|--workspace|--filter|-F|--prefix|-C|--cwd)/.test(option)) || verb === 'workspace')
    return []
  const inner = Object.hasOwn(source.facts.scripts, name) ? source.facts.scripts[name]?.value : undefined
  if (inner !== undefined && (run || program !== 'bun' || !/\.[cm]?[jt]sx?$/.test(name))) {
    const extra = (run ? rest.slice(rest.indexOf(name) + 1) : rest).filter(word => word !== '--')
    const line = extra.length ? `${inner} ${extra.map(quoted).join(' ')}` : inner
    return commandsIn(source, name, line, depth + 1).map(within(variables))
  }
  if (program === 'bun' && (run || /\.[cm]?[jt]sx?$/.test(verb)))
    return [{ words: ['bun', ...(run ? rest : plain)], variables, script }]
  if (verb === 'exec' || verb === 'dlx' || verb === 'x')
    return unwrapped(
      source,
      script,
      rest.filter((word, i) => i > 0 || word !== '--'),
      variables,
      depth + 1,
    )
  if ((program === 'yarn' || program === 'pnpm') && !run && verb !== 'install')
    return unwrapped(source, script, plain, variables, depth + 1)
  return []
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", '')}'`
}

/** The words behind leading options; `takesValue` names the options that have a word of their own. */
function withoutOptions(words: readonly string[], takesValue: RegExp): readonly string[] {
  let i = 0
  while (i < words.length && words[i]?.startsWith('-')) i += takesValue.test(words[i] ?? '') ? 2 : 1
  return words.slice(i)
}

/** Options of node that are followed by a word of their own. */
const NODE_VALUES =
  /^(-r|--require|--import|--loader|--experimental-loader|--env-file|--env-file-if-exists|-C|--conditions|--title|--max-old-space-size)$/

/** Options of Deno that are followed by a word of their own. */
const DENO_VALUES = /^(?:-c|--config|--import-map|--lock|--cert|--port|--host|--location|--seed|--ext|--preload)$/

/** Options of programs that run TypeScript which name a file that is no program. */
const SETTINGS = /^(-c|--config|-P|--project|--tsconfig|-r|--require|--import|--ignore|--watch-path)$/

/** @returns the file that a command runs, as written: `dist/main.js` of `node --enable-source-maps dist/main.js` */
export function fileOf({ words }: Command): string | undefined {
  const [program = '', ...rest] = words
  if (/^(node|nodejs)$/.test(program)) return scriptFile(withoutOptions(rest, NODE_VALUES)[0])
  if (
    /^(tsx|ts-node|ts-node-esm|ts-node-dev|tsnd|esno|babel-node|swc-node|nodemon|node-dev|jiti|vite-node)$/.test(
      program,
    )
  ) {
    return (
      scriptFile(
        rest.find(
          (word, i) => /\.[cm]?[jt]sx?$/.test(word) && !word.includes('*') && !SETTINGS.test(rest[i - 1] ?? ''),
        ),
      ) ?? scriptFile(rest.filter(word => word !== 'watch').find(word => !word.startsWith('-')))
    )
  }
  if (program === 'bun') return scriptFile(rest.find(word => !word.startsWith('-') && word !== 'run'))
  if (program === 'deno' && /^(?:run|serve)$/.test(rest[0] ?? ''))
    return scriptFile(withoutOptions(rest.slice(1), DENO_VALUES)[0])
  if (program === 'fastify') return scriptFile(rest.slice(1).find(word => /\.[cm]?[jt]s$/.test(word)))
  if (program === 'pm2' || program === 'pm2-runtime') return scriptFile(rest.find(isProcess))
  return undefined
}

/** @returns what a shell makes of a word when its variable is not set: `3000` of `${PORT:-3000}` */
export function withDefault(word: string): string {
  return word.replace(/\$\{\w+:?[-=]([^{}$]*)\}/g, '$1')
}

/** @returns true for what starts a program again whenever a file changes */
export function isWatcher({ words }: Command): boolean {
  return /^(?:nodemon|ts-node-dev|tsnd|node-dev)\b|^tsx watch\b|^(?:node|bun|deno|tsx|vite-node|ts-node)\s.*--(?:watch|hot)\b/.test(
    words.join(' '),
  )
}

/** A program for a process manager, and not the file that lists several of them. */
function isProcess(word: string): boolean {
  return /\.[cm]?[jt]s$/.test(word) && !/ecosystem|process|pm2/.test(word)
}

function scriptFile(word: string | undefined): string | undefined {
  return word !== undefined && /^[\w@./-]+$/.test(word) && !word.startsWith('/') ? word.replace(/^\.\//, '') : undefined
}

/** @returns true for what runs while a developer edits, never in production */
export function isDevelopment({ words }: Command): boolean {
  const line = words.join(' ')
  return /^(nodemon|ts-node-dev|tsnd|node-dev|webpack-dev-server|parcel|snowpack|live-server|browser-sync|expo|electron|storybook|vitest|jest|concurrently|run-p|run-s|npm-run-all)\b|^(vite|nuxt|nuxi|astro|next|gatsby|wxt|vinxi|wrangler|svelte-kit|remix|react-router|netlify|vercel)( (dev|serve|develop|preview))?( -.*)?$|^(react-scripts|rsbuild|umi|max|craco|expo) (start|dev)\b|^(ng|vue-cli-service|nx|webpack|rspack) (serve|dev|run)\b|\s--(watch|hot)\b|^tsx watch\b|^tsc\b.*-w\b|^turbo (run )?dev\b/.test(
    line,
  )
}
