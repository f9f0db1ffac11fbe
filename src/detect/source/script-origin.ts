import type { SyntaxNode } from '@lezer/common'
import { argumentsOf, literalText, partsOf, sourceOf, WHOLE, type Script } from './script.ts'
import type { ScriptCode } from './script-code.ts'

/** @returns the file that declares what `file` exports, behind those that only export it again */
export function originOf(
  code: ScriptCode,
  file: string,
  name: string,
  depth = 0,
): { readonly file: string; readonly name: string } {
  const script = name === WHOLE || depth > 5 ? undefined : code.script(file)
  const exported = script?.exports.get(name)
  const next = exported?.kind === 'from' ? code.resolve(file, exported.module) : undefined
  if (exported?.kind === 'from' && next !== undefined) return originOf(code, next, exported.name, depth + 1)
  for (const module of exported ? [] : (script?.exportsAll ?? [])) {
    const other = code.resolve(file, module)
    const origin = other === undefined ? undefined : originOf(code, other, name, depth + 1)
    if (origin && code.script(origin.file)?.exports.has(origin.name)) return origin
  }
  return { file, name }
}

/** @returns the module that a name of a file comes from, and what it is called there; undefined for one of its own */
export function importOf(
  script: Script,
  name: string | undefined,
): { readonly module: string; readonly name: string } | undefined {
  const binding = name === undefined ? undefined : script.bindings.get(name)
  if (binding?.kind === 'import') return { module: binding.module, name: binding.name }
  const from = binding?.kind === 'value' ? binding.node : binding?.kind === 'property' ? binding.from : undefined
  const module = from && calledModule(script, from)
  return module === undefined ? undefined : { module, name: binding?.kind === 'property' ? binding.key : WHOLE }
}

/** @returns the module of `require('./x')` or `import('./x')`, whatever is done with it */
export function calledModule(script: Script, node: SyntaxNode): string | undefined {
  let at: SyntaxNode | null = node
  while (at && /^(CallExpression|MemberExpression|AwaitExpression|ParenthesizedExpression)$/.test(at.name)) {
    const callee: SyntaxNode | null = at.name === 'CallExpression' ? at.firstChild : null
    if (callee && /^(require|import)$/.test(sourceOf(script, callee))) {
      const [argument] = argumentsOf(at)
      return argument && literalText(script, argument)
    }
    at =
      at.name === 'AwaitExpression' || at.name === 'ParenthesizedExpression' ? (partsOf(at)[0] ?? null) : at.firstChild
  }
  return undefined
}
