import { parse } from 'yaml'
import { memo } from '../../src/text/memo.ts'

/** Reads YAML; of a tree in which one file is changed, the others are read once. */
export const readYaml: (text: string) => unknown = memo((text: string): unknown => parse(text), 500)
