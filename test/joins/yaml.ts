import { parse } from 'yaml'
import { memo } from '../../src/text/memo.ts'

/** Reads YAML; of a tree in which one file is changed, the others are read once. */
export const readYaml: (text: string) => unknown = memo((text: string): unknown => parse(text), 500)

/** Reads JSON in the same way. */
export const readJson: (text: string) => unknown = memo((text: string): unknown => JSON.parse(text), 500)
