import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import type { Framework } from '../catalogue.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { dotted, propertyKey, propertyValue, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { calledModule } from '../source/script-origin.ts'

/** Text that writes with the logger of a server or of a request. */
const WRITES = /\.log\.(?:trace|debug|info|warn|error|fatal)\(/

/** `false`, and what is false unless something else is given: `options.logger ?? false` */
const OFF = /(?:^|\?\?\s*|\|\|\s*)false$/

/**
 * @param files what the program reaches
 * @returns true where the logger that is part of a framework writes something: it does so by itself, an option switches it on, the program of
 * the framework starts the server, or the code writes with it
 */
export function logsByItself(
  code: ScriptCode,
  { facts }: SourcePackage,
  { loggingOptions: options, commands = [], packages }: Framework,
  files: readonly string[],
): boolean {
  if (!options) return true
  if (Object.values(facts.scripts).some(({ value }) => commands.some(command => value.includes(command)))) return true
  const named = new RegExp(String.raw`\b(?:${options.join('|')})\b`)
  return files.some(file => {
    const text = code.view.text(file) ?? ''
    if (WRITES.test(text)) return true
    const script = named.test(text) ? code.script(file) : undefined
    return (
      script?.modules.some(module => packages.includes(module)) === true &&
      nodesOf(script, 'Property').some(node => {
        if (!isFor(script, node, packages)) return false
        const value = options.includes(propertyKey(script, node) ?? '') ? (propertyValue(node) ?? node) : undefined
        return value !== undefined && !OFF.test(sourceOf(script, value))
      })
    )
  })
}

/** False for an option of a call to something else than the framework; one that a variable keeps may be for it. */
function isFor(script: Script, property: SyntaxNode, packages: readonly string[]): boolean {
  const list = property.parent?.parent
  const callee = list?.name === 'ArgList' && list.parent ? dotted(script, list.parent.firstChild) : undefined
  const binding = script.bindings.get(callee?.split('.')[0] ?? '')
  if (list?.name !== 'ArgList') return true
  if (binding?.kind === 'import') return packages.includes(binding.module)
  const made = binding?.kind === 'value' ? calledModule(script, binding.node) : undefined
  return made !== undefined && packages.includes(made)
}

/** @returns the line of the first call of `console` */
export function consoleLine(script: Script): number | undefined {
  const call = nodesOf(script, 'CallExpression').find(node =>
    /^console\.(log|info|warn|error)(?:\.(?:apply|call))?$/.test(dotted(script, node.firstChild) ?? ''),
  )
  return call && lineAt(script.text, call.from)
}
