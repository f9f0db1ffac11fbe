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

const IMPORT = /^import (type )?(?:\{([^}]*)\}|\* as (\w+)) from ('[^']*')\n/gm

/** What several parts import from one module. */
interface Imported {
  readonly values: Set<string>
  readonly types: Set<string>
  /** The module under a name of its own, and whether only its types are used. */
  namespace?: { readonly name: string; readonly typesOnly: boolean }
}

/**
 * One import for each module, in the order of their names; the templates of several parts may name the same one. Sorters disagree on the
 * order of upper and lower case within braces: modules of which both are used are imported under one name.
 */
function mergedImports(text: string): string {
  const known = new Map<string, Imported>()
  for (const [, type, list = '', namespace, from = ''] of text.matchAll(IMPORT)) {
    const imported: Imported = known.get(from) ?? { values: new Set(), types: new Set() }
    known.set(from, imported)
    const names = type === undefined ? imported.values : imported.types
    for (const name of list.split(',')) if (name.trim() !== '') names.add(name.trim())
    const typesOnly = type !== undefined && imported.namespace?.typesOnly !== false
    if (namespace !== undefined) imported.namespace = { name: namespace, typesOnly }
  }
  const modules = [...known].sort(([a], [b]) => rank(a) - rank(b) || byCodeUnit(a, b))
  const block = modules.map(([from, imported]) => importsOf(from, imported)).join('')
  let first = true
  return text.replace(IMPORT, () => {
    const all = first ? block : ''
    first = false
    return all
  })
}

/** Types stand beside the values of the same module. */
function importsOf(from: string, { values, types, namespace }: Imported): string {
  const whole = namespace ? `import ${namespace.typesOnly ? TYPE : ''}* as ${namespace.name} from ${from}\n` : ''
  const sorted = (names: ReadonlySet<string>): readonly string[] => [...names].sort(byName)
  const items = [...sorted(values), ...sorted(types).map(name => (values.size === 0 ? name : TYPE + name))]
  const type = values.size === 0 ? TYPE : ''
  return items.length === 0 ? whole : `${whole}import ${type}{ ${items.join(', ')} } from ${from}\n`
}

const TYPE = 'type '

/** Modules of Node before those of packages. */
function rank(module: string): number {
  return module.startsWith("'node:") ? 0 : 1
}

function byName(a: string, b: string): number {
  return byCodeUnit(a.toLowerCase(), b.toLowerCase()) || byCodeUnit(a, b)
}

/** Templates import names or whole modules: what a default import means depends on the settings of the compiler. */
function asCommonJs(text: string): string {
  const exported = [...text.matchAll(/^export (?:async )?(?:function|const|let) (\w+)/gm)].map(match => match[1] ?? '')
  const body = text
    .replace(IMPORT, (_, _type, list: string | undefined, namespace: string | undefined, from: string) => {
      const names = namespace ?? `{${(list ?? '').replace(/\s+as\s+/g, ': ')}}`
      return `const ${names} = require(${from})\n`
    })
    .replace(/^export (?=(?:async )?(?:function|const|let) )/gm, '')
  const strict = body.replace(/^(\/\*\*[^]*?\*\/\n)?/, "$1'use strict'\n\n")
  return `${strict.trimEnd()}\n\nmodule.exports = { ${exported.sort().join(', ')} }\n`
}
