import { hash } from 'node:crypto'

/** @returns SHA-256 of the UTF-8 bytes of `text`, hexadecimal */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** @returns true when `value` looks like what `sha256` returns */
export function isSha256(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
