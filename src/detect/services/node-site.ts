import type { SyntaxNode } from '@lezer/common'
import { join, normalize } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import { isForeign, type SourcePackage } from '../ecosystems/model.ts'
import { asideOf } from './model.ts'
import { certain, likely } from '../fact.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { propertyKey, propertyValue } from '../source/script.ts'
import { placed } from '../source/script-places.ts'
import { firstOf, nodesOf } from '../source/script-nodes.ts'
import type { Evaluator } from '../source/script-values.ts'
import type { Value } from '../source/value.ts'
import type { Fact, StaticSite } from '../types.ts'
import { table, text } from '../values.ts'
import { commandsOf } from './node-command.ts'

const BUNDLERS = [
  'vite',
  'webpack',
  'parcel',
  'parcel-bundler',
  '@rsbuild/core',
  '@rspack/core',
  'rollup',
  'snowpack',
  'rolldown',
  '@vitejs/plugin-react',
  'esbuild',
]
/** Plugins that write the page themselves, from a template that may lie anywhere. */
const PAGES = ['html-webpack-plugin', '@rspack/plugin-html', 'html-rspack-plugin', '@rollup/plugin-html']

/** @returns true when the package is bundled for browsers: it has a bundler and a page */
export function isBundled(code: ScriptCode, source: SourcePackage): boolean {
  const has = source.facts.dependencies.some(
    dependency => BUNDLERS.includes(dependency.name) && dependency.kind !== 'peer',
  )
  if (!has && !runsBundler(source)) return false
  if (source.facts.dependencies.some(({ name }) => PAGES.includes(name))) return true
  const below = source.facts.path === '.' ? '' : `${source.facts.path}/`
  const pages = code.view.below(below).filter(path => path.endsWith('/index.html') || path === 'index.html')
  return pages.some(path => {
    const folders = path.slice(below.length).split('/').slice(0, -1)
    if (asideOf(folders.join('/')) !== undefined || isForeign(path)) return false
    return folders.length === 0 || /^(src|public|client|app)$/.test(folders[0] ?? '')
      ? folders.length < (source.facts.hasLibrary ? 2 : 4)
      : false
  })
}

/** A workspace may have the bundler for all its members, in its root or in a package of settings: what builds the package runs it. */
function runsBundler(source: SourcePackage): boolean {
  return commandsOf(source, 'build').some(({ words: [program = ''] }) => BUNDLERS.includes(program))
}

/** @returns what the configuration file `name` (without extension) sets at `keys`, nested properties from the outside in */
export function configured(
  code: ScriptCode,
  evaluator: Evaluator,
  source: SourcePackage,
  name: string,
  ...keys: readonly string[]
): Value | undefined {
  for (const extension of ['.ts', '.mts', '.js', '.mjs', '.cjs']) {
    const script = code.script(join(source.facts.path, name + extension))
    if (!script) continue
    const found = firstOf(nodesOf(script, 'Property'), node => (matches(node, keys) ? propertyValue(node) : undefined))
    const value = evaluator.evaluate(script, found) ?? placed(script, found)
    if (value) return value
    function matches(node: SyntaxNode, path: readonly string[]): boolean {
      if (!script || propertyKey(script, node) !== path.at(-1)) return false
      const outer = path.slice(0, -1)
      const parent = node.parent?.parent
      return outer.length === 0 ? parent?.name !== 'Property' : parent?.name === 'Property' && matches(parent, outer)
    }
  }
  return undefined
}

/** @returns the folder that the build writes the site to, from the configuration of its tool; the framework's usual one elsewhere */
export function siteOf(
  code: ScriptCode,
  evaluator: Evaluator,
  source: SourcePackage,
  framework: Framework | undefined,
): StaticSite | undefined {
  const usual = framework?.site ?? (framework?.server ? undefined : { output: 'dist', spaFallback: true })
  const output = angularOutput(code, source) ?? writtenBy(code, evaluator, source) ?? scriptOutput(source)
  if (output) return { output, spaFallback: usual?.spaFallback ?? true }
  if (!usual) return undefined
  return {
    output: likely(usual.output, code.view.evidence(source.facts.manifest, undefined, 'usual output folder')),
    spaFallback: usual.spaFallback,
  }
}

const OUTPUTS: readonly (readonly [string, readonly string[], string])[] = [
  ['vite.config', ['build', 'outDir'], 'vite build.outDir'],
  ['astro.config', ['outDir'], 'astro outDir'],
  ['vue.config', ['outputDir'], 'vue outputDir'],
  ['webpack.config', ['output', 'path'], 'webpack output.path'],
  ['rsbuild.config', ['output', 'distPath', 'root'], 'rsbuild output.distPath'],
]

function writtenBy(code: ScriptCode, evaluator: Evaluator, source: SourcePackage): Fact<string> | undefined {
  for (const [file, keys, rule] of OUTPUTS) {
    const value = configured(code, evaluator, source, file, ...keys)
    if (typeof value?.literal !== 'string') continue
    const isBelowRoot = file === 'vite.config' && value.isPlaced !== true
    const root = isBelowRoot ? configured(code, evaluator, source, file, 'root')?.literal : undefined
    const folder =
      normalize(`${typeof root === 'string' && !root.startsWith('/') ? root : '.'}/${value.literal}`) ?? value.literal
    return certain(folder, code.view.evidence(value.path, value.line, rule))
  }
  return undefined
}

function scriptOutput(source: SourcePackage): Fact<string> | undefined {
  for (const { words, script } of commandsOf(source, 'build')) {
    const at = words.findIndex(word => /^(--outDir|--out-dir|--dist-dir|--output-path|-d)$/.test(word))
    const joined = words
      .map(word => /^(?:--outDir|--out-dir|--dist-dir|--output-path)=(.+)$/.exec(word)?.[1])
      .find(word => word !== undefined)
    const folder = joined ?? (at < 0 ? undefined : words[at + 1])
    const evidence = source.facts.scripts[script]?.evidence ?? []
    if (folder !== undefined && /^(vite|parcel|webpack|react-scripts|ng)$/.test(words[0] ?? ''))
      return certain(normalize(folder) ?? folder, ...evidence)
  }
  return undefined
}

/** Nx writes to the root of the workspace: `outputPath` of the build target, which begins there. */
function describedOutput(code: ScriptCode, source: SourcePackage): Fact<string> | undefined {
  const { doc, facts } = source
  const keys = ['targets', 'build', 'options', 'outputPath']
  const value = doc.get(...keys)
  const folder = text(value) ?? text(table(value)['base'])
  if (folder === undefined) return undefined
  const plain = folder.replace('{workspaceRoot}/', '').replace('{projectRoot}', facts.path)
  const up = facts.path
    .split('/')
    .map(() => '..')
    .join('/')
  return certain(`${up}/${plain}`, code.view.evidence(doc.path, doc.line(...keys), 'outputPath of the build target'))
}

/** angular.json: `outputPath` is text or { base, browser }; the application builder adds `browser`. */
function angularOutput(code: ScriptCode, source: SourcePackage): Fact<string> | undefined {
  if (source.host !== undefined) return describedOutput(code, source)
  const path = join(source.facts.path, 'angular.json')
  const doc = code.view.has(path) ? code.view.json(path, true) : undefined
  if (!doc) return undefined
  const projects = Object.keys(table(doc.get('projects')))
  const name =
    text(doc.get('defaultProject')) ??
    projects.find(project => doc.get('projects', project, 'projectType') === 'application') ??
    projects[0]
  for (const targets of ['architect', 'targets']) {
    if (name === undefined) break
    const keys = ['projects', name, targets, 'build']
    const builder = text(doc.get(...keys, 'builder')) ?? ''
    const value = doc.get(...keys, 'options', 'outputPath')
    const application = /:application$|@angular\/build/.test(builder)
    const base = text(value) ?? text(table(value)['base']) ?? (application ? `dist/${name}` : undefined)
    const browser =
      typeof table(value)['browser'] === 'string' ? String(table(value)['browser']) : application ? 'browser' : ''
    if (base !== undefined)
      return certain(
        normalize(`${base}/${browser}`) ?? base,
        code.view.evidence(path, doc.line(...keys, 'options', 'outputPath'), 'angular.json outputPath'),
      )
  }
  return undefined
}
