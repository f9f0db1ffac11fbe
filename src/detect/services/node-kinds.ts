import { dirname, isInside, join, normalize, relative } from '../../text/paths.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import type { Evidence } from '../types.ts'
import { table, texts } from '../values.ts'
import type { View } from '../view.ts'
import type { Deployments } from './deployment.ts'

/** Packages whose presence says that the result runs somewhere else than on a server. */
const PRODUCTS: readonly (readonly [readonly string[], string, boolean?])[] = [
  [
    ['expo', 'react-native', '@react-native/metro-config', '@capacitor/core', '@ionic/react', 'nativescript'],
    'a mobile app',
  ],
  [['@tauri-apps/cli'], 'the window of a desktop app'],
  [['electron', 'electron-builder', 'electron-vite', '@electron-forge/cli', 'nw'], 'a desktop app'],
  [['wxt', 'plasmo', '@crxjs/vite-plugin', 'web-ext'], 'a browser extension'],
  [['@types/vscode', 'vscode', '@vscode/vsce'], 'an editor extension'],
  [
    [
      'vitepress',
      'vuepress',
      '@docusaurus/core',
      'docsify-cli',
      'honkit',
      '@mintlify/cli',
      'typedoc-plugin-markdown',
      '@rspress/core',
      'rspress',
      '@astrojs/starlight',
      'fumadocs-core',
      'nextra',
    ],
    'a documentation site',
    true,
  ],
  [['obsidian'], 'a plugin of an editor'],
]

export interface Kind {
  readonly what: string
  readonly evidence: Evidence
  /** True for what may stand beside a server in the same package. */
  readonly beside?: boolean
}

/** @returns what a package is, when its dependencies say that it is no service; a server in its code is stronger than documentation */
export function productOf(view: View, source: SourcePackage): Kind | undefined {
  const { dependencies, manifest } = source.facts
  for (const [names, what, beside] of PRODUCTS) {
    const found = dependencies.find(dependency => dependency.kind !== 'peer' && names.includes(dependency.name))
    if (found)
      return {
        what,
        evidence: view.evidence(found.manifest ?? manifest, found.line, `dependency ${found.name}`),
        ...(beside ? { beside } : {}),
      }
  }
  if (table(source.doc.get('engines'))['vscode'] !== undefined)
    return {
      what: 'an editor extension',
      evidence: view.evidence(manifest, source.doc.line('engines', 'vscode'), 'package.json engines.vscode'),
    }
  return desktopShell(view, source) ?? extension(view, source)
}

/** The front end of a Tauri app need not depend on it: the app lies in a folder of it, or names the folder that it builds into. */
function desktopShell(view: View, source: SourcePackage): Kind | undefined {
  const folder = source.facts.path
  const shell = view
    .named('tauri.conf.json')
    .find(path => dirname(dirname(path)) === folder || windowOf(view, path).some(built => isBelow(built, folder)))
  return shell === undefined
    ? undefined
    : { what: 'the window of a desktop app', evidence: view.evidence(shell, undefined, 'tauri.conf.json') }
}

/** Folders that a Tauri app shows, by both versions of its configuration. */
function windowOf(view: View, path: string): readonly string[] {
  const build = table(view.json(path)?.get('build'))
  return texts([build['distDir'], build['frontendDist']]).flatMap(
    built => (/^\w+:/.test(built) ? undefined : normalize(`${dirname(path)}/${built}`)) ?? [],
  )
}

function isBelow(path: string, folder: string): boolean {
  return folder !== '.' && path !== folder && isInside(path, folder)
}

/** What a browser loads says so in a manifest of its own, or in one above it that names a page of its folder. */
function extension(view: View, { facts }: SourcePackage): Kind | undefined {
  const isManifest = (file: string): boolean => view.has(file) && view.json(file)?.get('manifest_version') !== undefined
  const path =
    ['manifest.json', 'src/manifest.json', 'public/manifest.json']
      .map(name => join(facts.path, name))
      .find(isManifest) ??
    foldersAbove(facts.path)
      .map(folder => join(folder, 'manifest.json'))
      .find(file => isManifest(file) && namesPage(view.json(file)?.get(), relative(dirname(file), facts.path)))
  return path === undefined
    ? undefined
    : { what: 'a browser extension', evidence: view.evidence(path, undefined, 'manifest_version') }
}

/** The nearest first, and the root of the repository last. */
function foldersAbove(path: string): readonly string[] {
  if (path === '.') return []
  const folder = dirname(path)
  return [folder, ...foldersAbove(folder)]
}

/** True where a value of the manifest is a page in the folder: `"default_popup": "popup/build/index.html"` */
function namesPage(value: unknown, folder: string): boolean {
  if (typeof value === 'string') return value.replace(/^\.?\//, '').startsWith(`${folder}/`) && value.includes('.html')
  return Object.values(table(value)).some(inner => namesPage(inner, folder))
}

/** What somebody holds in their hands; the same pages may be served to browsers as well. */
const CLIENTS = new Set(['a mobile app', 'a desktop app', 'the window of a desktop app'])

/** @returns true for an app whose package the repository makes an image of as well, which opens a port: it is served, too */
export function isServedToo({ what }: Kind, { facts: { path } }: SourcePackage, deployments: Deployments): boolean {
  return (
    CLIENTS.has(what) &&
    deployments.all.some(
      ({ kind, folder, exposes, words }) =>
        kind === 'dockerfile' && folder === path && exposes !== undefined && words.length > 0,
    )
  )
}

/** @returns what a package without a server is, by its manifest */
export function plainKind(view: View, source: SourcePackage): Kind {
  const { facts, doc } = source
  const at = (key: string): Evidence =>
    view.evidence(facts.manifest, doc.get(key) === undefined ? undefined : doc.line(key), `package.json ${key}`)
  if (facts.binaries.length) return { what: 'a command-line program', evidence: at('bin') }
  if (facts.hasLibrary || source.main !== undefined) return { what: 'a library', evidence: at('exports') }
  return { what: 'a package that starts nothing', evidence: at('name') }
}

/** Manifests of what an example may be about. */
const MANIFESTS = [
  'Cargo.toml',
  'go.mod',
  'pyproject.toml',
  'setup.py',
  'composer.json',
  'Gemfile',
  'pom.xml',
  'build.gradle',
]

/** @returns true for the only package of a repository: it is what the repository is for, also where its folder is called an example */
export function isAlone(view: View, packages: Found['packages']): boolean {
  return packages.size === 1 && MANIFESTS.every(name => !view.named(name).length)
}
