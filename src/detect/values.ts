/** Reading of values whose shape nobody has checked. */

export type Table = Readonly<Record<string, unknown>>

/** @returns `value` as a mapping; an empty one for anything else */
export function table(value: unknown): Table {
  return isTable(value) ? value : {}
}

/** @returns true for a mapping */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns `value` when it is text that is not empty */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** @returns the texts in a list; nothing for anything else */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** @returns the items of a list; nothing for anything else */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** @returns `value` as a TCP port, written as a number or as text; undefined for what is none */
export function port(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{1,5}$/.test(value.trim())
        ? Number(value)
        : NaN
  return Number.isInteger(number) && number > 0 && number < 65536 ? number : undefined
}
