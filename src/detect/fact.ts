import type { Evidence, Fact } from './types.ts'

/** @returns a fact that the repository states itself */
export function certain<T>(value: T, ...evidence: readonly Evidence[]): Fact<T> {
  return { value, certainty: 'certain', evidence }
}

/** @returns a fact that follows from something else, by a rule that is nearly always right */
export function likely<T>(value: T, ...evidence: readonly Evidence[]): Fact<T> {
  return { value, certainty: 'likely', evidence }
}

/** @returns a fact that may well be otherwise: to be asked for where it matters */
export function guess<T>(value: T, ...evidence: readonly Evidence[]): Fact<T> {
  return { value, certainty: 'guess', evidence }
}

/** @returns `fact` with another value; certainty and evidence stay */
export function withValue<T, U>(fact: Fact<T>, value: U): Fact<U> {
  return { value, certainty: fact.certainty, evidence: fact.evidence }
}

/** @returns the fields of `fields` that have a value: for properties that may be left out, but not be undefined */
export function known<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}

/** What git says has no line in a file. */
export function gitEvidence(rule: string): Evidence {
  return { path: '.git', rule }
}
