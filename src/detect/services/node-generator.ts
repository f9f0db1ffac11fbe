import { isInside, relative } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { importedFrom, type ScriptCode } from '../source/script-code.ts'
import { dotted } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { deploymentsOf } from './deployment.ts'
import type { Candidate } from './node-candidate.ts'
import { sourceFile } from './node-entry.ts'
import type { Kind } from './node-kinds.ts'

/** `npm create` runs packages that are called like this. */
const NAMED = /^(?:@[^/]+\/)?create-/
/** Libraries that ask the user of a program. */
const ASKING = new Set(['inquirer', '@inquirer/prompts', 'enquirer', 'prompts', 'prompt', '@clack/prompts'])
/** Libraries that are there to copy folders. */
const COPYING = new Set([
  'ncp',
  'degit',
  'tiged',
  'giget',
  'cpy',
  'cpr',
  'copy-dir',
  'recursive-copy',
  'copy-template-dir',
])
const FILE_SYSTEMS = /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs)$/
/** How many files of a program are read in search of a copy. */
const NEAR = 40

/**
 * @returns the program that copies a package into new projects: what lies inside of a package called `create-…` is what it hands out, and so are
 * packages inside of a published command that asks questions and copies folders, where they are no members of its workspace and nothing outside
 * of them runs them
 */
export function copiedBy(candidate: Candidate): Kind | undefined {
  const { view, code, source } = candidate
  const folder = source.facts.path
  for (const outer of candidate.packages.values()) {
    const { facts } = outer
    if (!facts.binaries.length || folder === facts.path || !isInside(folder, facts.path)) continue
    const name = facts.name?.value ?? ''
    const isMember = source.project === outer.project
    const isNamed = NAMED.test(name) && (facts.path !== '.' || !isMember)
    if (!isNamed && (isMember || facts.private || !makesProjects(code, outer) || isRun(candidate))) continue
    return { what: 'a template', evidence: view.evidence(facts.manifest, undefined, `what ${name} hands out`) }
  }
  return undefined
}

/** An image or a compose file of the repository, and not one that is handed out with the package, runs it. */
function isRun({ source, deployments }: Candidate): boolean {
  const { name, path } = source.facts
  return deploymentsOf(deployments, name?.value ?? '', path).some(({ evidence }) => !isInside(evidence.path, path))
}

function makesProjects(code: ScriptCode, source: SourcePackage): boolean {
  const names = source.facts.dependencies.filter(({ kind }) => kind !== 'peer').map(({ name }) => name)
  if (!names.some(name => ASKING.has(name))) return false
  return names.some(name => COPYING.has(name)) || copies(code, source)
}

/** `fs.cp(…)`, `fsExtra.copySync(…)` in what the commands of a package reach */
function copies(code: ScriptCode, source: SourcePackage): boolean {
  const { path, binaries } = source.facts
  return binaries.some(binary => {
    const file = binary.source === undefined ? undefined : sourceFile(code, source, relative(path, binary.source))
    return file !== undefined && importedFrom(code, file, NEAR).some(reached => copiesIn(code, reached))
  })
}

function copiesIn(code: ScriptCode, path: string): boolean {
  const script = /\b(?:cp|copy)(?:Sync)?\s*\(/.test(code.view.text(path) ?? '') ? code.script(path) : undefined
  if (!script?.modules.some(module => FILE_SYSTEMS.test(module))) return false
  return nodesOf(script, 'CallExpression').some(node =>
    /(?:^|\.)(?:cp|copy)(?:Sync)?$/.test(dotted(script, node.firstChild) ?? ''),
  )
}
