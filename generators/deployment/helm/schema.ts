import type { Json } from '../../../src/edit/types.ts'

/** Parts of a JSON Schema, for values.schema.json. */
export type Schema = Readonly<Record<string, Json>>

export const TEXT: Schema = { type: 'string' }
export const NAME: Schema = { type: 'string', minLength: 1 }
export const FLAG: Schema = { type: 'boolean' }
export const SECONDS: Schema = { type: 'integer', minimum: 0, maximum: 3600 }
export const PORT: Schema = { type: 'integer', minimum: 1, maximum: 65535 }
/** What Kubernetes checks itself, and knows better. */
export const OBJECT: Schema = { type: 'object' }
export const TEXTS: Schema = { type: 'object', additionalProperties: { type: 'string' } }
export const DURATION: Schema = { type: 'string', pattern: '^[0-9]+(ms|s|m|h)$' }

/** @returns an integer from `least` */
export function count(least: number): Schema {
  return { type: 'integer', minimum: least }
}

/** @returns a list of items */
export function list(items: Schema): Schema {
  return { type: 'array', items }
}

/** @returns an object with exactly these keys; those that `values.yaml` has are all there, so none is required */
export function keys(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', additionalProperties: false, properties }
}
