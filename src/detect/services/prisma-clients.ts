import { dirname, isInside, normalize } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import type { ScriptCode } from '../source/script-code.ts'
import type { View } from '../view.ts'
import { commandsOf } from './node-command.ts'
import { buildScript, startScript } from './node-entry.ts'

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

/** @returns the schema that a script names, those that start and build the program first: `DB=mysql prisma generate --schema ./prisma/$DB/schema.prisma` */
export function namedSchema(view: View, source: SourcePackage): string | undefined {
  const first = [startScript(source)?.value, buildScript(source)?.value]
  const scripts = [...first, ...Object.keys(source.facts.scripts)].filter(script => script !== undefined)
  for (const { words, variables } of scripts.flatMap(script => commandsOf(source, script))) {
    const at = words.indexOf('--schema')
    const named = at === -1 || words[0] !== 'prisma' ? undefined : words[at + 1]
    const told = named?.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => variables[name] ?? whole)
    const path = told === undefined ? undefined : normalize(`${source.facts.path}/${told}`)
    if (path !== undefined && view.has(path)) return path
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
