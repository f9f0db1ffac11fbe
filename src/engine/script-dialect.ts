import { byCodeUnit } from '../text/paths.ts'
import type { ModuleData } from '../contract/app/types.ts'

/**
 * The parts of a module are written once, as modules of TypeScript with its types between `⟦` and `⟧`.
 * @returns the text as TypeScript, or without types as an ECMAScript or CommonJS module
 */
export function inDialect(text: string, dialect: ModuleData['dialect']): string {
  if (dialect === 'typescript') return mergedImports(text.replace(/[⟦⟧]/g, ''))
  const plain = mergedImports(text.replace(/⟦[^⟧]*⟧/g, ''))
  return dialect === 'commonjs' ? asCommonJs(plain) : plain
}

const IMPORT = /^import (type )?\{([^}]*)\} from ('[^']*')\n/gm

/** One import for each module, in the order of their first names; the templates of several parts may name the same one. */
function mergedImports(text: string): string {
  const names = new Map<string, Set<string>>()
  for (const [, type = '', list = '', from = ''] of text.matchAll(IMPORT)) {
    const key = `${type}${from}`
    const known = names.get(key) ?? new Set<string>()
    for (const name of list.split(',')) if (name.trim() !== '') known.add(name.trim())
    names.set(key, known)
  }
  const modules = [...new Set([...names.keys()].map(moduleOf))].sort((a, b) => rank(a) - rank(b) || byCodeUnit(a, b))
  const block = modules.map(from => importOf(from, names.get(from), names.get(`${TYPE}${from}`))).join('')
  let first = true
  return text.replace(IMPORT, () => {
    const all = first ? block : ''
    first = false
    return all
  })
}

const TYPE = 'type '

function moduleOf(key: string): string {
  return key.replace(TYPE, '')
}

/** Types stand beside the values of the same module. */
function importOf(
  from: string,
  values: ReadonlySet<string> = new Set(),
  types: ReadonlySet<string> = new Set(),
): string {
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort(byName)
  if (values.size === 0) return `import type { ${sorted(types).join(', ')} } from ${from}\n`
  return `import { ${[...sorted(values), ...sorted(types).map(name => TYPE + name)].join(', ')} } from ${from}\n`
}

/** Modules of Node before those of packages. */
function rank(module: string): number {
  return module.startsWith("'node:") ? 0 : 1
}

function byName(a: string, b: string): number {
  return byCodeUnit(a.toLowerCase(), b.toLowerCase()) || byCodeUnit(a, b)
}

/** Templates import names only: what a default import means depends on the settings of the compiler. */
function asCommonJs(text: string): string {
  const exported = [...text.matchAll(/^export (?:async )?(?:function|const|let) (\w+)/gm)].map(match => match[1] ?? '')
  const body = text
    .replace(IMPORT, (_, _type, list: string, from: string) => {
      const names = list.replace(/\s+as\s+/g, ': ')
      return `const {${names}} = require(${from})\n`
    })
    .replace(/^export (?=(?:async )?(?:function|const|let) )/gm, '')
  const strict = body.replace(/^(\/\*\*[^]*?\*\/\n)?/, "$1'use strict'\n\n")
  return `${strict.trimEnd()}\n\nmodule.exports = { ${exported.sort().join(', ')} }\n`
}
