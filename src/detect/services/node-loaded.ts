import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import { isInside } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { certain } from '../fact.ts'
import { packageOf, type ScriptCode } from '../source/script-code.ts'
import { nodesBelow, nodesOf } from '../source/script-nodes.ts'
import { argumentsOf, literalText, sourceOf, type Script } from '../source/script.ts'
import type { Fact } from '../types.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { commandsOf } from './node-command.ts'
import { buildScript } from './node-entry.ts'
import { ownerOf } from './node-imports.ts'

/** Programs of a build script that leave the imports of what they write as they are, and those that only move files. */
const COMPILERS =
  /^(tsc|tspc|swc|babel|nest|tsc-alias|tsconfig-replace-paths|rimraf|rm|cp|cpx|cpy|copyfiles|shx|mkdir|mkdirp|echo|prisma)$/
/** What is in one of these may never be run. */
const LATER =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunction|MethodDeclaration|IfStatement|TryStatement|SwitchStatement|ConditionalExpression|BinaryExpression|(For|While|Do)\w*Statement)$/

/**
 * @returns packages that a program loads when it starts, though only `devDependencies` names them, each with the line that does: it runs where all
 * dependencies are installed. Undefined where a bundler may put them into its result.
 */
export function developmentImports(
  { view, code, source, project, packages }: Candidate,
  { entry, rendered, workload }: Part,
): readonly Fact<string>[] | undefined {
  // as its manifest says it: what is imported counts as shipped elsewhere
  const declared = project.packages.find(({ path }) => path === source.facts.path)
  if (!declared || !entry || rendered || workload.value === 'static' || isBundled(source)) return undefined
  const dev = new Set(declared.dependencies.flatMap(({ kind, name }) => (kind === 'dev' ? [name] : [])))
  for (const { kind, name } of declared.dependencies) if (kind !== 'dev') dev.delete(name)
  if (dev.size === 0) return []
  const isOwn = (file: string): boolean =>
    isInside(file, source.facts.path) && ownerOf(file, packages) === source.facts.path
  const found = new Map<string, Fact<string>>()
  for (const { script, module, node } of loaded(code, entry.path, isOwn)) {
    const name = packageOf(module)
    if (name === undefined || !dev.has(name) || found.has(name)) continue
    const line = lineAt(script.text, node.from)
    found.set(name, certain(name, view.evidence(script.path, line, 'imported, and a development dependency')))
  }
  return [...found.values()]
}

function isBundled(source: SourcePackage): boolean {
  const script = buildScript(source)
  return (
    script !== undefined &&
    commandsOf(source, script.value).some(({ words: [program = ''] }) => !COMPILERS.test(program))
  )
}

interface Load {
  readonly script: Script
  readonly module: string
  readonly node: SyntaxNode
}

/** What is loaded before the program does anything, file after file. */
function loaded(code: ScriptCode, entry: string, isOwn: (file: string) => boolean): readonly Load[] {
  const files = new Set([entry])
  const found: Load[] = []
  for (const file of files) {
    const script = isOwn(file) ? code.script(file) : undefined
    for (const load of script ? loadsOf(script) : []) {
      found.push(load)
      const target = code.resolve(file, load.module)
      if (target !== undefined) files.add(target)
    }
  }
  return found
}

function loadsOf(script: Script): readonly Load[] {
  return nodesOf(script, 'ImportDeclaration', 'ExportDeclaration', 'CallExpression').flatMap(node => {
    const module = node.name === 'CallExpression' ? required(script, node) : imported(script, node)
    return module === undefined ? [] : [{ script, module, node }]
  })
}

function required(script: Script, call: SyntaxNode): string | undefined {
  const [argument] = argumentsOf(call)
  if (!call.firstChild || sourceOf(script, call.firstChild) !== 'require' || !argument) return undefined
  for (let outer = call.parent; outer; outer = outer.parent) if (LATER.test(outer.name)) return undefined
  return literalText(script, argument)
}

/** TypeScript leaves out an import of which only types are used. */
function imported(script: Script, node: SyntaxNode): string | undefined {
  const from = node.getChild('String')
  if (!from || node.getChild('type')) return undefined
  const names = nodesBelow(node, /^VariableDefinition$/).map(name => sourceOf(script, name))
  const isKept = !/\.[cm]?tsx?$/.test(script.path) || names.length === 0 || names.some(name => isUsed(script, name))
  return isKept ? literalText(script, from) : undefined
}

/** In types, names are nodes of another kind. */
function isUsed(script: Script, name: string): boolean {
  return nodesBelow(script.top, /^(VariableName|JSXIdentifier)$/).some(
    node => sourceOf(script, node) === name && node.parent?.name !== 'ImportGroup',
  )
}
