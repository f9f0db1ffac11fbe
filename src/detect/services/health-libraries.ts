import { DETECTORS } from '../dependencies/index.ts'
import type { DependencyTrait } from '../catalogue.ts'
import { likely } from '../fact.ts'
import { lineAt } from '../../text/lines.ts'
import { argumentsOf, dotted, literalText, type Script } from '../source/script.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { firstOf, nodesOf } from '../source/script-nodes.ts'
import { literalOf, optionOf } from '../source/value.ts'
import type { Fact } from '../types.ts'
import { calledModule } from '../source/script-origin.ts'

const ANSWERING = (DETECTORS as readonly DependencyTrait[]).flatMap(({ npm = [], health }) =>
  health === undefined ? [] : npm.map(name => ({ name, health })),
)

/** @returns the path that a library answers for a program that makes use of it, behind the base path that the program gives it */
export function libraryHealth(code: ScriptCode, files: readonly string[]): readonly Fact<string>[] {
  for (const { name, health } of ANSWERING) {
    const found = firstOf(files, file => {
      const script = code.view.text(file)?.includes(name) ? code.script(file) : undefined
      return script && usedIn(code, script, name, health)
    })
    if (found) return [found]
  }
  return []
}

/** `app.use(actuator({ basePath: '/management' }))`, `app.register(healthcheck)` */
function usedIn(code: ScriptCode, script: Script, module: string, health: string): Fact<string> | undefined {
  const isOf = (name: string | undefined): boolean => {
    const binding = name === undefined ? undefined : script.bindings.get(name)
    if (binding?.kind === 'import') return binding.module === module
    return binding?.kind === 'value' && calledModule(script, binding.node) === module
  }
  return firstOf(nodesOf(script, 'CallExpression'), call => {
    const args = argumentsOf(call)
    const isMade = isOf(dotted(script, call.firstChild))
    const isGiven = args[0]?.name === 'VariableName' && isOf(dotted(script, args[0]))
    if (!isMade && !isGiven) return undefined
    const options = args[isMade ? 0 : 1]
    const own = options && literalOf(script, optionOf(script, options, 'healthcheckUrl'))
    const base = options && (literalText(script, options) ?? literalOf(script, optionOf(script, options, 'basePath')))
    const evidence = code.view.evidence(script.path, lineAt(script.text, call.from), `${module} answers by itself`)
    return likely(own ?? `${base ?? ''}${health}`, evidence)
  })
}
