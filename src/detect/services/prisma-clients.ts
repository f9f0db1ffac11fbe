import { dirname, isInside, normalize } from '../../text/paths.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { View } from '../view.ts'

/** Text of a file that may bring in a client of Prisma which is not the package of the registry. */
const CLIENT = /\bPrisma(?:Client)?\b|\/prisma\b/

/**
 * @returns the Prisma schema whose client the files import from where it is generated to (`output` of a generator), wherever the schema lies:
 * what is generated is not in the repository, so that no import leads there
 */
export function generatedFrom(code: ScriptCode, files: readonly string[]): string | undefined {
  const outputs = outputsOf(code.view)
  if (!outputs.length) return undefined
  for (const file of files) {
    const script = CLIENT.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    for (const module of script?.modules ?? []) {
      const path = module.startsWith('.') ? normalize(`${dirname(file)}/${module}`) : undefined
      const found = path === undefined ? undefined : outputs.find(({ folder }) => isInside(path, folder))
      if (found) return found.schema
    }
  }
  return undefined
}

interface Output {
  readonly folder: string
  readonly schema: string
}

/** Folders that clients are generated into, relative to the repository. */
function outputsOf(view: View): readonly Output[] {
  return view.matching(/\.prisma$/).flatMap(schema => {
    let inside = false
    return view.lines(schema).flatMap(line => {
      if (/^\s*generator\s/.test(line)) inside = true
      if (/^\s*\}/.test(line)) inside = false
      const output = inside ? /^\s*output\s*=\s*"([^"]+)"/.exec(line)?.[1] : undefined
      const folder = output === undefined ? undefined : normalize(`${dirname(schema)}/${output}`)
      return folder === undefined || folder === '.' ? [] : [{ folder, schema }]
    })
  })
}
