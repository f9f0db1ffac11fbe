import { parseTree, type Node, type ParseError } from 'jsonc-parser'
import type { Json } from '../edit/types.ts'
import { readYamlValue } from '../edit/yaml-value.ts'
import { isChartTemplate } from '../text/paths.ts'
import { readTomlValue } from '../text/toml.ts'
import { isJson } from './json.ts'

/** Formats whose files merge by key. */
export type KeyFormat = 'json' | 'yaml' | 'toml'

const BY_SUFFIX: readonly (readonly [RegExp, KeyFormat])[] = [
  [/\.jsonc?$/, 'json'],
  [/\.ya?ml$/, 'yaml'],
  [/\.toml$/, 'toml'],
]

/** @returns format of a file by its name; undefined for text */
export function keyFormatOf(path: string): KeyFormat | undefined {
  return isChartTemplate(path) ? undefined : BY_SUFFIX.find(([suffix]) => suffix.test(path))?.[1]
}

const READERS: Readonly<Record<KeyFormat, (text: string) => unknown>> = {
  json: readJson,
  yaml: readYamlValue,
  toml: readTomlValue,
}

/**
 * @returns what `text` says; undefined when it does not parse, names a key twice, holds several documents, or says what
 * JSON cannot (dates): such a file merges as text
 */
export function readValue(format: KeyFormat, text: string): Json | undefined {
  try {
    const value = READERS[format](text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readJson(text: string): unknown {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true })
  return tree && errors.length === 0 ? valueOf(tree) : undefined
}

/** @throws when an object names a key twice */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf)
  if (node.type !== 'object') return node.value
  const entries = (node.children ?? []).map((p): [string, unknown] => {
    const [key, value] = p.children ?? []
    if (!key || !value) throw new Error('property without a value')
    return [String(key.value), valueOf(value)]
  })
  if (new Set(entries.map(([key]) => key)).size !== entries.length) throw new Error('a key is there twice')
  return Object.fromEntries(entries)
}
