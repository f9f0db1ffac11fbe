import { PLACES } from '../../src/contract/places.ts'
import type { Tree } from './types.ts'
import { readYaml } from './yaml.ts'

export interface Rule {
  readonly file: string
  readonly record?: string
  readonly alert?: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** @returns the rules of all files of rules */
export function rulesIn(tree: Tree): readonly Rule[] {
  return [...tree]
    .filter(([file]) => file.startsWith(`${PLACES.rules}/`))
    .flatMap(([file, text]) => {
      const { groups } = readYaml(text) as { groups: readonly { rules: readonly Omit<Rule, 'file'>[] }[] }
      return groups.flatMap(group => group.rules.map(rule => ({ ...rule, file })))
    })
}

/** @returns names of recorded series */
export function recordedIn(tree: Tree): ReadonlySet<string> {
  return new Set(rulesIn(tree).flatMap(({ record }) => record ?? []))
}
