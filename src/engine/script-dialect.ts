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
  const done = new Set<string>()
  return text.replace(IMPORT, (_, type: string | undefined, _list: string, from: string) => {
    const key = `${type ?? ''}${from}`
    if (done.has(key)) return ''
    done.add(key)
    return `import ${type ?? ''}{ ${[...(names.get(key) ?? [])].sort().join(', ')} } from ${from}\n`
  })
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
  return `${body.trimEnd()}\n\nmodule.exports = { ${exported.sort().join(', ')} }\n`
}
