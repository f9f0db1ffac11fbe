import { basename, dirname, join, normalize, relative } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { Evidence, Fact } from '../types.ts'
import { list, text } from '../values.ts'
import { indexOf } from './node-built.ts'
import { commandsOf, fileOf, isDevelopment, unformatted, withDefault, type Command } from './node-command.ts'
import { commandEntry, sourceFile, type Entry } from './node-entry.ts'

/** What is asked about the start of a service. */
export interface Launch {
  readonly code: ScriptCode
  readonly source: SourcePackage
  readonly script: Fact<string> | undefined
  readonly entry: Entry | undefined
  readonly framework: Framework | undefined
  /** Folder that a framework's build writes to, where it is known. */
  readonly built: Fact<string> | undefined
}

export interface Started {
  readonly startCommand?: Fact<readonly string[]>
  readonly outputDir?: Fact<string>
}

/**
 * @returns what runs in production, without a package manager and without a shell, and the folder that the build writes to.
 * A start script is followed to the program it runs; one that cannot be resolved (several programs, an unknown tool) gives no command.
 */
export function startOf(launch: Launch): Started {
  const output = launch.built ?? compiledTo(launch)
  const command = followed(launch, output) ?? usual(launch, output)
  const folder = output ?? folderOf(command)
  return { ...(command ? { startCommand: command } : {}), ...(folder ? { outputDir: folder } : {}) }
}

/** `dist` of `node dist/main.js`, for a compiler whose configuration is not known. */
function folderOf(command: Fact<readonly string[]> | undefined): Fact<string> | undefined {
  const file = command?.value.find(word => /^(dist|build|out|lib|\.output)\/.*\.[cm]?js$/.test(word))
  return command && file !== undefined ? likely(file.slice(0, file.indexOf('/')), ...command.evidence) : undefined
}

function followed(launch: Launch, output: Fact<string> | undefined): Fact<readonly string[]> | undefined {
  const { source, script } = launch
  const line = script && source.facts.scripts[script.value]?.value
  if (line === undefined || /(^|[^&])&([^&]|$)|[|`]|\$\(/.test(unformatted(line))) return undefined
  const last = commandsOf(source, script?.value ?? '').at(-1)
  const command = last && { ...last, words: last.words.map(withDefault) }
  if (
    !command ||
    isDevelopment(command) ||
    // Without a shell nobody puts a variable in.
    command.words.some(word => word.includes('$')) ||
    Object.keys(command.variables).some(name => name !== 'NODE_ENV' && name !== 'PORT')
  )
    return undefined
  const words = wordsOf(launch, command, output)
  const evidence = source.facts.scripts[command.script]?.evidence ?? []
  return words && (command.words[0] === 'node' && !command.inFile ? certain : likely)(words, ...evidence)
}

function wordsOf(launch: Launch, command: Command, output: Fact<string> | undefined): readonly string[] | undefined {
  const [program = '', ...rest] = command.words
  const { source, framework } = launch
  const file = fileOf(command)
  if (program === 'node' || program === 'nodejs') return file === undefined ? undefined : nodeWords(launch, rest, file)
  if (program === 'bun') return file === undefined ? undefined : ['bun', file]
  if (program === 'tsx' && file !== undefined)
    return ships(source, 'tsx') ? ['node', '--import', 'tsx', file] : undefined
  if (program === 'ts-node' && file !== undefined)
    return ships(source, 'ts-node') ? ['node', '--require', 'ts-node/register', file] : undefined
  if (program === 'nest' && rest[0] === 'start') return nestWords(launch, output)
  if (program === 'pm2' || program === 'pm2-runtime') return processWords(launch, command)
  const known = framework?.commands?.some(name => `${program} ${rest[0] ?? ''}`.startsWith(name) || name === program)
  return known && ships(source, ...(framework?.packages ?? []), program)
    ? [`node_modules/.bin/${program}`, ...rest]
    : undefined
}

function ships(source: SourcePackage, ...names: readonly string[]): boolean {
  return source.facts.dependencies.some(dependency => dependency.kind === 'normal' && names.includes(dependency.name))
}

/** Options that are about the developer's machine are left out: the file of variables, the debugger. */
function nodeWords(launch: Launch, rest: readonly string[], file: string): readonly string[] {
  const words: string[] = []
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] ?? ''
    if (/^--(inspect|env-file)/.test(word)) {
      if (/^--env-file(-if-exists)?$/.test(word)) i++
      continue
    }
    words.push(word.replace(/^\.\//, '') === file ? withExtension(launch, file) : word)
  }
  return ['node', ...words]
}

/** `node dist/main` finds main.js; written out, it is the same on every version. */
function withExtension({ code, source }: Launch, file: string): string {
  if (/\.[cm]?[jt]sx?$/.test(file)) return file
  if (file === '.') {
    const main = sourceFile(code, source, file)
    return main === undefined ? file : relative(source.facts.path, main)
  }
  const found = code.file(`${source.facts.path}/${file}`)
  if (found !== undefined) return relative(source.facts.path, found)
  const index = indexOf(code, source.facts.path, file)
  return index === file ? `${file}.js` : index
}

function nestWords({ code, source }: Launch, output: Fact<string> | undefined): readonly string[] {
  const path = join(source.facts.path, 'nest-cli.json')
  const doc = code.view.has(path) ? code.view.json(path, true) : undefined
  return ['node', seenFrom(source, `${output?.value ?? 'dist'}/${text(doc?.get('entryFile')) ?? 'main'}.js`)]
}

/** @returns `path` of the package in its shortest form: what a workspace builds may lie beside the package (`../../dist/api/main.js`) */
function seenFrom({ facts }: SourcePackage, path: string): string {
  const clean = normalize(`${facts.path}/${path}`)
  return clean === undefined ? path : relative(facts.path, clean)
}

/** A process manager starts a file of the repository; a container needs no manager. */
function processWords({ code, source }: Launch, command: Command): readonly string[] | undefined {
  const found = commandEntry(code, source, command)
  return found !== undefined && /\.[cm]?js$/.test(found) ? ['node', relative(source.facts.path, found)] : undefined
}

/** What starts the result of the build where no script says it. */
function usual(
  { source, entry, framework }: Launch,
  output: Fact<string> | undefined,
): Fact<readonly string[]> | undefined {
  const own = entry && framework?.entries?.includes('server') && /\.[cm]?js$/.test(entry.path)
  // a server of the repository's own stands around the one that the framework builds
  if (framework?.server?.start && !own) return likely(framework.server.start, ...(output?.evidence ?? []))
  if (!entry) return undefined
  const below = relative(source.facts.path, entry.path)
  const evidence: readonly Evidence[] = entry.fact.evidence
  if (/\.[cm]?js$/.test(below)) return likely(['node', below], ...evidence)
  const name = `${basename(below).replace(/\.[cm]?tsx?$/, '')}.js`
  if (output && source.facts.scripts['build'])
    return likely(
      ['node', seenFrom(source, `${output.value}/${under(dirname(below))}/${name}`)],
      ...output.evidence,
      ...evidence,
    )
  return source.facts.dependencies.some(
    dependency => dependency.name === 'bun-types' || dependency.name === '@types/bun',
  )
    ? likely(['bun', below], ...evidence)
    : undefined
}

/** Compilers leave the folder of the sources out when it is the only one. */
function under(folder: string): string {
  return folder === '.' ? '.' : folder.split('/').slice(1).join('/') || '.'
}

const TOOLS: Readonly<Record<string, readonly [options: RegExp, usual: string | undefined]>> = {
  tsc: [/^--outDir$/, undefined],
  tsup: [/^(--out-dir|-d)$/, 'dist'],
  tsdown: [/^(--out-dir|-d)$/, 'dist'],
  unbuild: [/^--outDir$/, 'dist'],
  swc: [/^(--out-dir|-d)$/, undefined],
  babel: [/^(--out-dir|-d)$/, undefined],
  ncc: [/^(--out|-o)$/, 'dist'],
  esbuild: [/^--outdir$/, undefined],
  bun: [/^--outdir$/, undefined],
  webpack: [/^(--output-path|-o)$/, 'dist'],
}

/** Where the build script's compiler writes to: its option, its configuration, its custom. */
function compiledTo({ code, source }: Launch): Fact<string> | undefined {
  const script = ['build', 'build:prod', 'build:production', 'compile'].find(
    name => source.facts.scripts[name] !== undefined,
  )
  for (const command of script === undefined ? [] : commandsOf(source, script)) {
    const [program = '', ...rest] = command.words
    const evidence = source.facts.scripts[command.script]?.evidence ?? []
    if (program === 'nx') return nxOutput(code, source)
    if (program === 'nest')
      return (
        tsOutput(code, source, 'tsconfig.build.json') ??
        tsOutput(code, source, 'tsconfig.json') ??
        likely('dist', ...evidence)
      )
    const tool = TOOLS[program]
    if (!tool) continue
    const named = optionValue(rest, tool[0])
    if (named !== undefined) return certain(normalize(named) ?? named, ...evidence)
    if (program === 'tsc')
      return tsOutput(code, source, optionValue(rest, /^(-p|--project|-b|--build)$/) ?? 'tsconfig.json')
    if (tool[1] !== undefined) return likely(tool[1], ...evidence)
  }
  const uses = ['start:prod', 'start', 'prestart:prod', 'prestart'].some(name =>
    commandsOf(source, name).some(command => command.words[0] === 'tsc'),
  )
  return uses ? tsOutput(code, source, 'tsconfig.json') : undefined
}

function optionValue(words: readonly string[], option: RegExp): string | undefined {
  for (const [i, word] of words.entries()) {
    const [name = '', value] = word.split('=')
    if (name === '--outfile' && value !== undefined) return dirname(value)
    if (option.test(name)) return value ?? words[i + 1]
  }
  return undefined
}

/** `compilerOptions.outDir` of a tsconfig, or of one that it extends. */
function tsOutput(code: ScriptCode, source: SourcePackage, file: string, depth = 0): Fact<string> | undefined {
  const path = normalize(`${source.facts.path}/${file}`)
  const doc = path !== undefined && code.view.has(path) ? code.view.json(path, true) : undefined
  if (!doc || path === undefined) return undefined
  const own = text(doc.get('compilerOptions', 'outDir'))
  const folder = own === undefined ? undefined : normalize(`${dirname(path)}/${own}`)
  if (folder !== undefined)
    return certain(
      relative(source.facts.path, folder),
      code.view.evidence(path, doc.line('compilerOptions', 'outDir'), 'tsconfig outDir'),
    )
  const parent = text(doc.get('extends')) ?? text(list(doc.get('extends'))[0])
  const next = parent?.startsWith('.')
    ? relative(source.facts.path, normalize(`${dirname(path)}/${parent}`) ?? '.')
    : undefined
  return next === undefined || depth > 3
    ? undefined
    : tsOutput(code, source, next.endsWith('.json') ? next : `${next}.json`, depth + 1)
}

function nxOutput(code: ScriptCode, source: SourcePackage): Fact<string> | undefined {
  const path = join(source.facts.path, 'project.json')
  const doc = code.view.has(path) ? code.view.json(path, true) : undefined
  const output = text(doc?.get('targets', 'build', 'options', 'outputPath'))
  return doc && output !== undefined
    ? certain(
        relative(source.facts.path, normalize(output) ?? output),
        code.view.evidence(path, doc.line('targets', 'build', 'options', 'outputPath'), 'project.json outputPath'),
      )
    : undefined
}
