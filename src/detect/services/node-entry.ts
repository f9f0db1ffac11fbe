import { join, normalize, relative } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain, likely } from '../fact.ts'
import { isScript, type ScriptCode } from '../source/script-code.ts'
import type { Evidence, Fact } from '../types.ts'
import { list, table, text } from '../values.ts'
import { builtFrom } from './node-built.ts'
import { commandsIn, commandsOf, fileOf, isDevelopment, isWatcher, setsOnly, type Command } from './node-command.ts'

/** Scripts that start a service in production, the plainest last. */
const PRODUCTION = ['start:prod', 'start:production', 'prod', 'production', 'serve:prod', 'start-prod', 'start']
const DEVELOPMENT = [
  'dev',
  'start:dev',
  'develop',
  'start',
  'serve',
  'watch',
  'dev:server',
  'server:dev',
  'start:watch',
]
const USUAL = [
  'src/main',
  'src/index',
  'src/server',
  'src/app',
  'src/bin/server',
  'src/bin/www',
  'server',
  'index',
  'app',
  'main',
  'bin/www',
  'server/index',
  'server/server',
  'lib/index',
  'lib/server',
]

/**
 * @returns the script that starts the package in production: one with a usual name, that starts the program alone before one that starts others
 * beside it or is for development; the one that its image runs comes between them, and before all others the one that does what the image does
 */
export function startScript(source: SourcePackage): Fact<string> | undefined {
  const names = PRODUCTION.filter(script => source.facts.scripts[script] !== undefined && !setsOnly(source, script))
  const alone = names.filter(script => !commandsOf(source, script).some(isDevelopment))
  const same = alone.find(script => isShipped(source, script))
  return scriptFact(source, same ?? alone[0] ?? source.image?.script ?? names[0])
}

/** True for a script that runs, word for word, what the image runs, and nothing else. */
function isShipped(source: SourcePackage, script: string): boolean {
  // Another package manager's work gives no command: `npm ci && node server.js`.
  if (/[;&|]/.test(source.facts.scripts[script]?.value ?? '')) return false
  const [command, ...others] = commandsOf(source, script)
  return command !== undefined && !others.length && command.words.join(' ') === source.image?.words.join(' ')
}

/**
 * @returns the start script where it starts the program once, and as in production: one that starts it again after each change, or that says
 * it is for development, is for developers, whatever its name
 */
export function productionScript(source: SourcePackage): Fact<string> | undefined {
  const start = startScript(source)
  return start && commandsOf(source, start.value).some(command => isWatcher(command) || isLocal(command))
    ? undefined
    : start
}

function isLocal({ variables }: Command): boolean {
  return variables['NODE_ENV'] === 'development'
}

/** @returns the script that builds the package */
export function buildScript(source: SourcePackage): Fact<string> | undefined {
  return scriptFact(
    source,
    ['build', 'build:prod', 'build:production', 'compile'].find(script => source.facts.scripts[script] !== undefined) ??
      Object.keys(source.facts.scripts).find(
        script => /^build[:-]/.test(script) && commandsOf(source, script).some(isBuild),
      ),
  )
}

/** A compiler or bundler, not the building of an image or of documentation. */
function isBuild({ words }: Command): boolean {
  return /^(tsc|nx build|nx run \S+:build|turbo build|turbo run build|vite build|webpack|rollup|esbuild|tsup|tsdown|swc|babel|nest build|ng build|next build|nuxt build|parcel build|rspack|rsbuild build|unbuild|ncc build|react-scripts build|vue-cli-service build)\b/.test(
    words.join(' '),
  )
}

/** @returns the name of a script as a fact, with the line it stands on */
export function scriptFact(source: SourcePackage, name: string | undefined): Fact<string> | undefined {
  const script = name === undefined ? undefined : source.facts.scripts[name]
  return name === undefined || !script ? undefined : certain(name, ...script.evidence)
}

export interface Entry {
  /** Source file, relative to the repository. */
  readonly path: string
  readonly fact: Fact<string>
}

/**
 * @returns the source file that a package starts with: what its scripts run (built files are led back to their source), or its image where
 * no script starts it but for development, else `main` of the manifest, else a usual name
 */
export function entryOf(code: ScriptCode, source: SourcePackage, start: string | undefined): Entry | undefined {
  const isShipped = start === undefined || commandsOf(source, start).every(isDevelopment)
  const shipped = isShipped ? imageEntry(code, source) : undefined
  if (shipped) return shipped
  const scripts = [...(start === undefined ? [] : [start]), ...DEVELOPMENT].filter(
    (name, i, all) => all.indexOf(name) === i,
  )
  for (const name of scripts) {
    for (const command of [...commandsOf(source, name)].reverse()) {
      const found = commandEntry(code, source, command)
      const script = source.facts.scripts[command.script]
      if (found !== undefined && script) return entry(source, found, certain, ...script.evidence)
    }
  }
  const main = source.main === undefined ? undefined : sourceFile(code, source, source.main)
  if (main !== undefined)
    return entry(
      source,
      main,
      likely,
      code.view.evidence(source.facts.manifest, source.doc.line('main'), 'package.json main'),
    )
  for (const name of USUAL) {
    const found = code.file(join(source.facts.path, name))
    if (found !== undefined && isProgram(code, found))
      return entry(source, found, likely, code.view.evidence(found, undefined, 'usual name of an entry file'))
  }
  return undefined
}

/** @returns the file that a framework which renders on a server starts with: a server of the repository's own, or its entry for rendering */
export function renderedEntry(code: ScriptCode, source: SourcePackage, framework: Framework): Entry | undefined {
  const start = startScript(source)
  // What comes first prepares: migrations, files of variables.
  for (const command of start ? [...commandsOf(source, start.value)].reverse() : []) {
    if (framework.commands?.some(name => command.words.join(' ').startsWith(name))) break
    const found = commandEntry(code, source, command)
    const script = source.facts.scripts[command.script]
    if (found !== undefined && script && !isDevelopment(command))
      return entry(source, found, certain, ...script.evidence)
  }
  for (const name of framework.entries ?? []) {
    const found = code.file(join(source.facts.path, name))
    if (found !== undefined)
      return entry(source, found, likely, code.view.evidence(found, undefined, 'usual name of an entry file'))
  }
  return undefined
}

/** The file that the image runs without a script: `node --enable-source-maps api.ts`. */
function imageEntry(code: ScriptCode, source: SourcePackage): Entry | undefined {
  const { image } = source
  const file = image && fileOf({ words: image.words, variables: {}, script: '' })
  const found = file === undefined ? undefined : sourceFile(code, source, file)
  return image && found !== undefined ? entry(source, found, certain, image.evidence) : undefined
}

function entry(source: SourcePackage, path: string, state: typeof certain, ...evidence: readonly Evidence[]): Entry {
  return { path, fact: state(relative(source.facts.path, path), ...evidence) }
}

/** @returns the source file that a command runs */
export function commandEntry(code: ScriptCode, source: SourcePackage, command: Command): string | undefined {
  const [program, verb] = command.words
  if (program === 'nest' && verb === 'start') return nestEntry(code, source)
  if (program === 'nx' || program === 'turbo') return nxEntry(code, source)
  if ((program === 'pm2' || program === 'pm2-runtime') && !fileOf(command)) return pm2Entry(code, source, command)
  const watched = command.words.length === 1 && program === 'nodemon' ? watchedBy(code, source) : undefined
  if (watched) return commandEntry(code, source, watched)
  const file = fileOf(command)
  return file === undefined || (program === 'nodemon' && isDevelopment(command) && file === '')
    ? undefined
    : sourceFile(code, source, file)
}

/** What nodemon runs by its own settings, where the command names nothing. */
function watchedBy(code: ScriptCode, source: SourcePackage): Command | undefined {
  const path = join(source.facts.path, 'nodemon.json')
  const exec =
    text((code.view.has(path) ? code.view.json(path, true) : undefined)?.get('exec')) ??
    text(source.doc.get('nodemonConfig', 'exec'))
  const found = exec === undefined ? undefined : commandsIn(source, '', exec).at(-1)
  return found?.words[0] === 'nodemon' ? undefined : found
}

function nestEntry(code: ScriptCode, source: SourcePackage): string | undefined {
  const path = join(source.facts.path, 'nest-cli.json')
  const doc = code.view.has(path) ? code.view.json(path, true) : undefined
  const root = text(doc?.get('sourceRoot')) ?? 'src'
  return code.file(`${source.facts.path}/${root}/${text(doc?.get('entryFile')) ?? 'main'}`)
}

/** The `main` of the build target, which is relative to the root of the workspace. */
function nxEntry(code: ScriptCode, source: SourcePackage): string | undefined {
  const path = join(source.facts.path, 'project.json')
  const doc = code.view.has(path) ? code.view.json(path) : undefined
  const main = text(doc?.get('targets', 'build', 'options', 'main'))
  const place = main?.replace('{projectRoot}', source.facts.path)
  return place === undefined ? undefined : (code.file(place) ?? code.file(`${source.facts.path}/${place}`))
}

function pm2Entry(code: ScriptCode, source: SourcePackage, { words }: Command): string | undefined {
  const file = words.find(word => /ecosystem|process|pm2.*\.(json|[cm]?js)$/.test(word))
  const path = file === undefined ? undefined : normalize(`${source.facts.path}/${file}`)
  if (path === undefined || !code.view.has(path)) return undefined
  if (path.endsWith('.json')) {
    const script = text(table(list(code.view.json(path)?.get('apps'))[0])['script'])
    return script === undefined ? undefined : sourceFile(code, source, script)
  }
  const script = code.script(path)
  const match = script && /\bscript\s*:\s*['"]([\w@./-]+)['"]/.exec(script.text)
  return match?.[1] === undefined ? undefined : sourceFile(code, source, match[1])
}

/** @returns the file of the repository that `file` (as a script names it) is, or is built from */
export function sourceFile(code: ScriptCode, source: SourcePackage, file: string): string | undefined {
  const folder = source.facts.path
  const direct = normalize(`${folder}/${file}`)
  if (direct === folder)
    return source.main === undefined || source.main === file
      ? code.file(join(folder, 'index'))
      : sourceFile(code, source, source.main)
  for (const name of builtFrom(code, source, file)) {
    const found = code.file(name)
    if (found !== undefined && isProgram(code, found) && found !== direct) return found
  }
  const found = direct === undefined ? undefined : code.file(direct)
  return found !== undefined && isProgram(code, found) ? found : undefined
}

function isProgram(code: ScriptCode, path: string): boolean {
  return isScript(code.view, path) && !path.endsWith('.d.ts')
}
