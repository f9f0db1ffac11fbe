import { prettierOptionsFor } from '../../../src/contract/prettier.ts'
import { printJson } from '../../../src/edit/json-print.ts'
import type { Json } from '../../../src/edit/types.ts'
import { printBlock, printScalar } from '../../../src/edit/yaml-print.ts'
import type { Workspace } from '../../../src/workspace/types.ts'

/** A key of a YAML file, with what it is for. */
export interface Section {
  readonly key: string
  /** Lines of a comment above it. */
  readonly about: readonly string[]
  readonly value: Json
}

/** As Prettier writes it without a configuration; with one, the engine lays the file out anew. */
const STYLE = { unit: 2, dashes: 2, quotes: 'double' } as const

/** @returns YAML with the sections in their order, below comment lines for the whole file */
export function printSections(about: readonly string[], sections: readonly Section[]): string {
  const head = about.map(line => `# ${line}`)
  return [...head, ...(head.length && sections.length ? [''] : []), ...spaced(sections.map(lines))].join('\n')
}

/** A blank line around whatever is longer than a line. */
function spaced(blocks: readonly (readonly string[])[]): readonly string[] {
  return blocks.flatMap((block, i) => {
    const before = blocks[i - 1]
    return before && (block.length > 1 || before.length > 1) ? ['', ...block] : block
  })
}

function lines({ key, about, value }: Section): readonly string[] {
  const { head, body } = printBlock(value, STYLE)
  return [...about.map(line => `# ${line}`), `${printScalar(key, 'double')}:${head && ` ${head}`}`, ...body]
}

/** @returns the lines of an item of a map, indented below its key */
export function printItem(section: Section, level: number): readonly string[] {
  return lines(section).map(line => (line === '' ? '' : ' '.repeat(level * STYLE.unit) + line))
}

/** @returns JSON as formatters lay it out, indented as the repository's Prettier would indent `path` */
export function printJsonFile(ws: Workspace, path: string, value: Json): string {
  const { useTabs, tabWidth } = prettierOptionsFor(ws, path) ?? {}
  const unit = useTabs === true ? '\t' : ' '.repeat(typeof tabWidth === 'number' ? tabWidth : 2)
  return printJson(value, { eol: '\n', unit, colon: ': ', shortLists: true }, '')
}
