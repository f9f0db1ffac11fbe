import type { SyntaxNode } from '@lezer/common'
import { importedFrom, packagesIn } from '../source/script-code.ts'
import { calleeOf, childrenOf, partsOf, sourceOf, type Script } from '../source/script.ts'
import { join, relative } from '../../text/paths.ts'
import { table, text } from '../values.ts'
import type { Framework } from '../catalogue.ts'
import { deploymentsOf } from './deployment.ts'
import { showsFrom } from './dockerfile.ts'
import { frameworksFor } from './model.ts'
import type { Candidate } from './node-candidate.ts'
import { buildScript, sourceFile, startScript, type Entry } from './node-entry.ts'
import { ownerOf } from './node-imports.ts'
import type { Listener } from './node-port.ts'

/** @returns the framework of the library of the repository whose code listens for this program, with the library's dependency on it. */
export function borrowedFramework(
  candidate: Candidate,
  all: readonly Framework[],
  listeners: readonly Listener[],
): { readonly framework: Framework; readonly candidate: Candidate } | undefined {
  const { source, packages } = candidate
  // `await this.server.listen()` only hands on to what listens, and a socket comes beside a server.
  const servers = listeners.filter(({ kind }) => kind === 'http')
  const served = servers.find(listener => listener.port) ?? servers[0] ?? listeners[0]
  const owner = packages.get(ownerOf(served?.script.path ?? '', packages) ?? '')
  const dependencies = owner === undefined || owner.facts.path === source.facts.path ? [] : owner.facts.dependencies
  const names = new Set(dependencies.filter(d => d.kind === 'normal').map(d => d.name))
  const framework = frameworksFor(all, names).find(f => !f.site && !f.library && f.workload !== 'worker')
  const dependency = framework && dependencies.find(d => framework.packages.includes(d.name))
  if (!owner || !dependency) return undefined
  const facts = {
    ...source.facts,
    dependencies: [...source.facts.dependencies, { ...dependency, manifest: owner.facts.manifest }],
  }
  return { framework, candidate: { ...candidate, source: { ...source, facts } } }
}

/**
 * @returns true for a package that no script and no image starts, and whose code starts nothing by itself, or only when somebody types its name:
 * it is for others to import, or a command that a workspace publishes beside its libraries
 */
export function isOffered(
  candidate: Candidate,
  entry: Entry,
  files: readonly string[],
  listeners: readonly Listener[],
): boolean {
  const { code } = candidate
  if (!listeners.length || isDeployed(candidate)) return false
  if (isCommand(candidate, files) || triesOut(candidate) || isTriedOut(candidate, entry)) return true
  if (isShown(candidate, entry, listeners)) return true
  const script = entry.fact.certainty === 'certain' ? undefined : code.script(entry.path)
  return script !== undefined && onlyOffers(script, listeners)
}

function isDeployed({ source: { facts }, deployments }: Candidate): boolean {
  return deploymentsOf(deployments, facts.name?.value ?? '', facts.path).length > 0
}

/**
 * A private member of a workspace that starts only while somebody develops, on top of libraries which the workspace publishes:
 * it is there to try them out.
 */
function triesOut({ source, packages }: Candidate): boolean {
  const { facts, local, project } = source
  const isProgram = project === facts.path || startScript(source) !== undefined || buildScript(source) !== undefined
  if (!facts.private || isProgram || source.image) return false
  return local.some(folder => {
    const library = packages.get(folder)
    return library !== undefined && !library.facts.private && library.facts.hasLibrary
  })
}

/** A library that the workspace publishes and others of its members are built from: the server that it has starts only while somebody develops it. */
function isTriedOut({ source, packages }: Candidate, { fact }: Entry): boolean {
  const { facts, project } = source
  const isLibrary = facts.hasLibrary || source.main !== undefined
  if (facts.private || !isLibrary || project === facts.path || source.image || startScript(source)) return false
  return isScripted(source, fact) && [...packages.values()].some(({ local }) => local.includes(facts.path))
}

/** Fields by which bundlers and pages take a library; nobody takes an application so. */
const TAKEN = ['module', 'browser', 'unpkg', 'jsdelivr']

/** A published library for browsers that nothing starts: what developers start is a server for its demonstration, which the library does not lead to. */
function isShown({ code, source }: Candidate, { fact }: Entry, listeners: readonly Listener[]): boolean {
  const { facts, doc, main } = source
  const isLibrary = main !== undefined && TAKEN.some(field => text(doc.get(field)) !== undefined)
  if (!isLibrary || facts.private || source.image || startScript(source) || !isScripted(source, fact)) return false
  const library = sourceFile(code, source, main)
  const exported = library === undefined ? [] : importedFrom(code, library)
  return exported.length > 0 && listeners.every(({ script }) => !exported.includes(script.path))
}

function isScripted({ facts }: Candidate['source'], fact: Entry['fact']): boolean {
  return fact.evidence.some(({ path, rule }) => path === facts.manifest && rule.includes('scripts.'))
}

/**
 * @returns true for a front end that others build into theirs: a member of a workspace which is published as a library, and whose own page
 * is for its developers; or libraries of Angular, whose workspace holds no application
 */
export function isOfferedSite(candidate: Candidate): boolean {
  const { code, source } = candidate
  const { facts, project } = source
  if (isDeployed(candidate) || candidate.deployments.dockerfiles.some(file => showsFrom(file, facts.path))) return false
  const path = join(facts.path, 'angular.json')
  const projects = code.view.has(path) ? Object.values(table(code.view.json(path, true)?.get('projects'))) : []
  if (projects.length && projects.every(it => text(table(it)['projectType']) === 'library')) return true
  return !facts.private && facts.hasLibrary && project !== facts.path
}

/** What reads the words that somebody types behind the name of a command. */
const COMMANDS =
  /^(yargs|commander|@commander-js\/.*|cac|citty|clipanion|@oclif\/core|meow|sade|@caporal\/core|gluegun|cmd-ts|brocli)$/

/**
 * A published program of a workspace that no image of the repository runs, and no script starts. One that offers commands is a command,
 * whatever its script: developers start it to try it.
 */
function isCommand({ code, source, packages, deployments }: Candidate, reached: readonly string[]): boolean {
  const { binaries, path, private: isPrivate } = source.facts
  const files = new Set(
    binaries.flatMap(({ source: file }) => (file === undefined ? [] : [relative(path, file), file])),
  )
  const isRun = deployments.all.some(({ words }) => words.some(word => files.has(word.replace(/^\.?\//, ''))))
  if (!binaries.length || isPrivate || source.project === path || isRun) return false
  const own = reached.filter(file => ownerOf(file, packages) === path)
  return !startScript(source) || [...packagesIn(code, own)].some(name => COMMANDS.test(name))
}

/**
 * True when a file only declares and exports, and what listens lies in functions: whoever imports it may start a server,
 * the file starts none
 */
function onlyOffers(script: Script, listeners: readonly Listener[]): boolean {
  return (
    listeners.every(({ call }) => isInFunction(call)) && childrenOf(script.top).every(node => declares(script, node))
  )
}

function isInFunction(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (/^(ArrowFunction|Function(Declaration|Expression)|MethodDeclaration)$/.test(outer.name)) return true
  return false
}

const SILENT = /^(Function|Class|Interface|TypeAlias|Enum|Ambient|Namespace)Declaration$|Comment$|^;$/

function declares(script: Script, node: SyntaxNode): boolean {
  if (SILENT.test(node.name)) return true
  // `import './server'` is there for what the module does.
  if (node.name === 'ImportDeclaration') return childrenOf(node).some(child => child.name === 'from')
  if (node.name === 'VariableDeclaration') return childrenOf(node).every(child => isIdle(script, child))
  if (node.name === 'ExportDeclaration')
    return childrenOf(node).every(child => isIdle(script, child) && (SILENT.test(child.name) || holds(script, child)))
  const [first] = partsOf(node)
  if (node.name !== 'ExpressionStatement' || !first) return false
  if (first.name === 'String') return true
  return first.name === 'AssignmentExpression' && partsOf(first).every(part => isIdle(script, part))
}

function holds(script: Script, node: SyntaxNode): boolean {
  return node.name !== 'VariableDeclaration' || declares(script, node)
}

/** Nothing is called, apart from what brings a module in. */
function isIdle(script: Script, node: SyntaxNode): boolean {
  if (node.name === 'CallExpression') {
    const callee = calleeOf(node)
    return callee !== null && sourceOf(script, callee) === 'require'
  }
  return !/^(AwaitExpression|NewExpression|SequenceExpression)$/.test(node.name)
}
