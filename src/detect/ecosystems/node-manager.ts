import { basename, dirname, join } from '../../text/paths.ts'
import type { Doc } from '../documents/doc.ts'
import { certain, guess, likely, withValue } from '../fact.ts'
import type { Fact, PackageManager } from '../types.ts'
import { list, table, text } from '../values.ts'
import type { View } from '../view.ts'
import { toolVersion } from './tool-versions.ts'
import type { NodeLock } from './node-lock.ts'

/** @returns the package manager of the project in `root`: what the manifest names, else the lock file, else what its documents and scripts call */
export function packageManager(
  view: View,
  root: string,
  doc: Doc | undefined,
  lock: NodeLock | undefined,
): Fact<PackageManager> {
  const field = managerField(view, doc)
  if (field) {
    if (lock && !lock.all.some(file => file.manager === field.value.manager)) {
      view.problem(
        lock.path,
        undefined,
        `belongs to ${lock.manager}, but package.json names ${field.value.manager}`,
        'remove the lock file of the manager that is not used',
      )
    }
    return withValue(field, field.value.manager)
  }
  if (lock && lock.all.length === 1) return certain(lock.manager, view.evidence(lock.path, undefined, 'lock file'))
  const called = mostCalled(
    view,
    root,
    doc,
    lock?.all.map(file => file.manager),
  )
  if (lock) {
    view.problem(
      lock.path,
      undefined,
      `stands beside ${lock.all
        .slice(1)
        .map(file => basename(file.path))
        .join(', ')}`,
      'keep the lock file of one package manager',
    )
    return called ?? guess(lock.manager, view.evidence(lock.path, undefined, 'lock file'))
  }
  return (
    inherited(view, root) ??
    called ??
    guess('npm', ...(doc ? [view.evidence(doc.path, undefined, 'npm unless something else is named')] : []))
  )
}

interface Named {
  readonly manager: PackageManager
  readonly version?: string
}

function managerField(view: View, doc: Doc | undefined): Fact<Named> | undefined {
  const value = text(doc?.get('packageManager'))
  const dev = doc?.get('devEngines', 'packageManager')
  const first = table(Array.isArray(dev) ? list(dev)[0] : dev)
  const [name, version] =
    value === undefined ? [text(first['name']), text(first['version'])] : value.split(/@(?=[^@]*$)/)
  const manager = doc && name !== undefined ? managerNamed(name, version) : undefined
  if (!doc || !manager) return undefined
  const keys = value === undefined ? ['devEngines', 'packageManager'] : ['packageManager']
  const exact = version?.replace(/\+.*$/, '')
  return certain(
    { manager, ...(exact === undefined ? {} : { version: exact }) },
    view.evidence(doc.path, doc.line(...keys), `package.json ${keys.join('.')}`),
  )
}

function managerNamed(name: string, version = ''): PackageManager | undefined {
  if (name === 'yarn') return /^[\^~>=v]*1(\.|$)/.test(version) || version === '' ? 'yarn' : 'yarn-berry'
  return name === 'npm' || name === 'pnpm' || name === 'bun' ? name : undefined
}

/** A package that is in no workspace, but below a project that pins its manager (corepack looks upward as well). */
function inherited(view: View, root: string): Fact<PackageManager> | undefined {
  for (let at = root; at !== '.';) {
    at = dirname(at)
    const path = join(at, 'package.json')
    const field = view.has(path) ? managerField(view, view.json(path)) : undefined
    if (field) return { ...withValue(field, field.value.manager), certainty: 'likely' }
  }
  return undefined
}

const CALLS: readonly (readonly [PackageManager, RegExp])[] = [
  ['npm', /(?:^|[\s"'`&|;(])npm (?:ci|install|i|run|start|test|run-script)\b/],
  ['pnpm', /(?:^|[\s"'`&|;(])pnpm (?:install|i|run|add|build|dev|--filter|-r|[a-z]+)\b/],
  [
    'yarn',
    /(?:^|[\s"'`&|;(])yarn(?: (?:install|add|run|build|start|dev|test|--frozen-lockfile|--immutable|workspaces?)\b|(?=["'`\s&]*$))/,
  ],
  ['bun', /(?:^|[\s"'`&|;(])bun (?:install|i|run|add|x|--bun|test)\b/],
]

/**
 * The manager that scripts, Dockerfiles, workflows, make files and the README call most, those nearer to production first.
 * @param among only these, when given
 */
function mostCalled(
  view: View,
  root: string,
  doc: Doc | undefined,
  among?: readonly PackageManager[],
): Fact<PackageManager> | undefined {
  const groups = [
    view.matching(/^(.*\.)?dockerfile(\..*)?$/i).filter(path => dirname(path) === root),
    view.files.filter(path =>
      /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.travis\.yml$|^\.circleci\/config\.yml$/.test(path),
    ),
    view.matching(/^(makefile|justfile|procfile)$/i).filter(path => dirname(path) === root),
    doc ? [doc.path] : [],
    view.matching(/^(readme|contributing)(\.\w+)?$/i).filter(path => dirname(path) === root),
  ]
  for (const files of groups) {
    const found = files.flatMap(path => callsIn(view, path)).filter(call => !among || among.includes(call.manager))
    const [best] = CALLS.map(([manager]) => found.filter(call => call.manager === manager)).sort(
      (a, b) => b.length - a.length,
    )
    const [first] = best ?? []
    if (first) return likely(first.manager, view.evidence(first.path, first.line, 'command in the repository'))
  }
  return undefined
}

function callsIn(view: View, path: string): readonly { manager: PackageManager; path: string; line: number }[] {
  return view.lines(path).flatMap((line, i) => {
    if (/^\s*(#|\/\/)/.test(line) && !/\.md$|readme/i.test(path)) return []
    return CALLS.filter(([, pattern]) => pattern.test(line)).map(([manager]) => ({ manager, path, line: i + 1 }))
  })
}

/** Release line of each manager that writes a lock file format; what other lines write is not told apart. */
const PNPM_FORMATS: Readonly<Record<string, string>> = { '5.3': '6', '5.4': '7', '6.0': '8', '9.0': '9' }

/** @returns the version of the manager: exact where the manifest pins it, else the release line that wrote the lock file */
export function managerVersion(
  view: View,
  root: string,
  doc: Doc | undefined,
  manager: PackageManager,
  lock: NodeLock | undefined,
): Fact<string> | undefined {
  const field = managerField(view, doc)
  if (field?.value.version !== undefined && field.value.version !== '' && field.value.manager === manager)
    return withValue(field, field.value.version)
  const name = manager === 'yarn-berry' ? 'yarn' : manager
  const tool = toolVersion(view, root, name)
  if (tool) return tool
  const engines = text(doc?.get('engines', name))
  if (doc && engines !== undefined)
    return certain(engines, view.evidence(doc.path, doc.line('engines', name), `package.json engines.${name}`))
  return fromLock(view, manager, lock)
}

function fromLock(view: View, manager: PackageManager, lock: NodeLock | undefined): Fact<string> | undefined {
  if (lock?.manager !== manager) return undefined
  const version = manager === 'pnpm' ? PNPM_FORMATS[lock.format ?? ''] : manager === 'yarn' ? '1' : undefined
  return version === undefined
    ? undefined
    : likely(version, view.evidence(lock.path, lock.formatLine, 'format of the lock file'))
}
