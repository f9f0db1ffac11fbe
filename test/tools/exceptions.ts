import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Finding } from './types.ts'

const MOST = 15

export interface Exception {
  readonly rule: string
  readonly reason: string
}

/**
 * Reads `VALIDATOR/RULE # reason` lines; lines that begin with # are comments.
 * @throws on a line without a reason, on one that names a whole validator, on one that stands there twice and on more than 15
 */
export function readExceptions(text: string): readonly Exception[] {
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))
  const exceptions = lines.map(line => {
    const { rule, reason } = /^(?<rule>[\w-]+\/[\w-]+)\s+#\s*(?<reason>\S.*)$/.exec(line)?.groups ?? {}
    if (rule === undefined || reason === undefined)
      throw new Error(`exceptions.txt: not "validator/rule # reason": ${line}`)
    return { rule, reason }
  })
  const twice = exceptions.find(({ rule }, at) => exceptions.findIndex(other => other.rule === rule) !== at)
  if (twice) throw new Error(`exceptions.txt: ${twice.rule} stands there twice`)
  if (exceptions.length > MOST) throw new Error(`exceptions.txt: ${exceptions.length} exceptions, ${MOST} at most`)
  return exceptions
}

/** @returns the exceptions of this repository */
export function ownExceptions(): readonly Exception[] {
  return readExceptions(readFileSync(fileURLToPath(new URL('exceptions.txt', import.meta.url)), 'utf8'))
}

/** @returns true when one of the exceptions is about the finding */
export function isExcepted({ rule }: Finding, exceptions: readonly Exception[]): boolean {
  return exceptions.some(exception => exception.rule === rule)
}
