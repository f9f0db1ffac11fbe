import { isExcepted, type Exception } from './exceptions.ts'
import { isThere, type Installation } from './install.ts'
import type { Verdict } from './judge.ts'
import type { Finding, Validator } from './types.ts'

/** Result of one sample in broken/: what the validator should have said and did not. */
export interface Proof {
  readonly validator: string
  readonly unsaid: readonly string[]
}

export interface Results {
  readonly validators: readonly Validator[]
  readonly installations: readonly Installation[]
  readonly proofs: readonly Proof[]
  readonly verdicts: readonly Verdict[]
  /** What failed besides findings: runs of the program, files that nobody reads. */
  readonly faults: readonly string[]
  readonly exceptions: readonly Exception[]
  /** Only some repositories were asked for: what nobody saw says nothing then. */
  readonly partial: boolean
  readonly fast: boolean
}

export interface Summary {
  readonly lines: readonly string[]
  readonly failed: number
}

/** @returns the whole report, last line "N passed, N failed" */
export function summarise(results: Results): Summary {
  const open = (verdict: Verdict): readonly Finding[] =>
    verdict.findings.filter(finding => !isExcepted(finding, results.exceptions))
  const failures = [
    ...results.faults,
    ...toolFailures(results),
    ...proofFailures(results),
    ...unseen(results),
    ...unused(results),
  ]
  const bad = results.verdicts.flatMap(verdict => [...new Set(open(verdict).map(({ file }) => file))])
  const seen = results.verdicts.reduce((sum, { files }) => sum + files.length, 0)
  const proven = results.proofs.filter(({ unsaid }) => unsaid.length === 0).length
  const failed = bad.length + failures.length
  const lines = [
    ...findingLines(results.verdicts, open),
    ...failures.map(line => `FAILED ${line}`),
    ...table(results, open),
    ...results.exceptions.map(({ rule, reason }) => `excepted: ${rule} (${reason})`),
    ...idle(results),
    ...notRun(results),
    `${seen - bad.length + proven} passed, ${failed} failed`,
  ]
  return { lines, failed }
}

/** The same finding in many repositories is one line. */
function findingLines(verdicts: readonly Verdict[], open: (verdict: Verdict) => readonly Finding[]): readonly string[] {
  const places = new Map<string, string[]>()
  for (const verdict of verdicts) {
    for (const { rule, file, message, line } of open(verdict)) {
      const key = `${rule} ${file}: ${message}`
      places.set(key, [...(places.get(key) ?? []), `${verdict.repository}:${line}`])
    }
  }
  return [...places].sort().map(([key, at]) => `FINDING ${key} [${at.join(' ')}]`)
}

function missing({ installations }: Results): readonly Installation[] {
  return installations.filter(installation => !isThere(installation))
}

/** With --fast what the machine cannot have is only named; what it tried and could not install is a failure all the same. */
function toolFailures(results: Results): readonly string[] {
  const failed = missing(results).filter(({ state }) => state === 'failed' || !results.fast)
  return failed.map(({ tool, reason }) => `${tool.name} is not installed: ${reason ?? ''}`)
}

function proofFailures({ proofs }: Results): readonly string[] {
  return proofs.flatMap(({ validator, unsaid }) =>
    unsaid.map(rule => `${validator} does not find ${rule} in its broken sample`),
  )
}

/** A validator without a file would be believed without having looked; one that is idle must become busy by a change of its row. */
function unseen(results: Results): readonly string[] {
  if (results.partial) return []
  const absent = new Set(missing(results).map(({ tool }) => tool.name))
  return results.validators.flatMap(({ name, tool, idle }) => {
    const seen = results.verdicts.some(({ validator }) => validator === name)
    if (seen) return idle === undefined ? [] : [`${name} has files now: it is not idle any more`]
    return idle !== undefined || (tool !== null && absent.has(tool))
      ? []
      : [`${name} was shown no file in any repository`]
  })
}

function unused(results: Results): readonly string[] {
  const { exceptions, verdicts, validators, partial } = results
  if (partial) return []
  const absent = new Set(missing(results).map(({ tool }) => tool.name))
  // what is not there finds nothing, and needs no exception this time
  const silent = validators.filter(({ tool }) => tool !== null && absent.has(tool)).map(({ name }) => `${name}/`)
  const needed = new Set(verdicts.flatMap(({ findings }) => findings.map(({ rule }) => rule)))
  return exceptions
    .filter(({ rule }) => !needed.has(rule) && !silent.some(prefix => rule.startsWith(prefix)))
    .map(({ rule }) => `exceptions.txt: no finding needs ${rule}`)
}

function table(
  { validators, verdicts, proofs }: Results,
  open: (verdict: Verdict) => readonly Finding[],
): readonly string[] {
  const rows = validators.map(({ name }) => {
    const own = verdicts.filter(({ validator }) => validator === name)
    const files = own.reduce((sum, verdict) => sum + verdict.files.length, 0)
    const bad = own.reduce((sum, verdict) => sum + new Set(open(verdict).map(({ file }) => file)).size, 0)
    const seconds = (own.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(1)
    const proof = proofs.find(({ validator }) => validator === name)
    return [
      name,
      String(files),
      String(files - bad),
      String(bad),
      seconds,
      proof ? (proof.unsaid.length === 0 ? 'yes' : 'NO') : '-',
    ]
  })
  const all = [['validator', 'files', 'ok', 'bad', 's', 'can fail'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0))) ?? []
  return all.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}

function idle({ validators }: Results): readonly string[] {
  return validators.flatMap(({ name, idle: reason }) => (reason === undefined ? [] : [`idle: ${name} (${reason})`]))
}

function notRun(results: Results): readonly string[] {
  const lost = missing(results).map(({ tool, reason }) => `${tool.name} (${reason?.split('\n')[0] ?? ''})`)
  return lost.length === 0 ? [] : [`NOT RUN: ${lost.join(', ')}`]
}
