import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { BROKEN, brokenSubject } from './broken.ts'
import { cases, type Case } from './cases.ts'
import { ownExceptions } from './exceptions.ts'
import { installAll, isThere, type Installation } from './install.ts'
import { judge, type Verdict } from './judge.ts'
import { readOptions } from './options.ts'
import { inParallel } from './process.ts'
import { summarise, type Proof } from './summary.ts'
import { runners } from './surroundings.ts'
import { TOOLS } from './tools.ts'
import { runIn as runProgramIn, type Tree } from './tree.ts'
import type { Run, Validator } from './types.ts'
import { unread } from './unread.ts'
import { VALIDATORS } from './validators/index.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Installs the tools, proves that each can fail, and shows them what the program writes in every fixture. @returns the exit status */
export async function main(argv: readonly string[]): Promise<number> {
  const { fast, installOnly, names } = readOptions(argv)
  const exceptions = ownExceptions()
  const wanted = chosen(names)
  const start = performance.now()
  const installations = await installAll(TOOLS, fast, say)
  say(
    `tools: ${installations.filter(isThere).length} of ${TOOLS.length} there after ${((performance.now() - start) / 1000).toFixed(0)} s`,
  )
  if (installOnly) return installations.every(isThere) ? 0 : 1
  if (!existsSync(PROGRAM)) throw new Error('dist/cli.js is not there: npm run build')
  const runIn = runners(installations)
  const usable = VALIDATORS.filter(({ tool }) => tool === null || has(installations, tool))
  const proofs = await inParallel(usable, availableParallelism(), validator => prove(validator, runIn))
  const { trees, failures } = runProgram(wanted)
  const verdicts = await judgeAll(usable, trees, runIn)
  const faults = [...failures, ...unread(trees, VALIDATORS)]
  const { lines, failed } = summarise({
    validators: VALIDATORS,
    installations,
    proofs,
    verdicts,
    faults,
    exceptions,
    partial: names.length > 0,
    fast,
  })
  lines.forEach(say)
  return failed === 0 ? 0 : 1
}

/** @throws when a name is none of a case */
function chosen(names: readonly string[]): readonly Case[] {
  const all = cases()
  const unknown = names.find(name => !all.some(one => one.name === name))
  if (unknown !== undefined) throw new Error(`there is no case "${unknown}": ${all.map(({ name }) => name).join(', ')}`)
  return all.filter(({ name }) => names.length === 0 || names.includes(name))
}

function has(installations: readonly Installation[], name: string): boolean {
  return installations.some(installation => installation.tool.name === name && isThere(installation))
}

/** @returns which of the rules that the broken sample violates are not found in it */
async function prove(validator: Validator, runIn: (dir: string) => Run): Promise<Proof> {
  const verdict = await judge(validator, brokenSubject(validator.name), runIn)
  const said = new Set(verdict?.findings.map(({ rule }) => rule))
  const rules = BROKEN[validator.name] ?? [validator.name]
  return { validator: validator.name, unsaid: rules.filter(rule => !said.has(rule)) }
}

function runProgram(wanted: readonly Case[]): {
  readonly trees: readonly Tree[]
  readonly failures: readonly string[]
} {
  const trees: Tree[] = []
  const failures: string[] = []
  for (const one of wanted) {
    try {
      trees.push(runProgramIn(one))
    } catch (error) {
      failures.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { trees, failures }
}

async function judgeAll(
  validators: readonly Validator[],
  trees: readonly Tree[],
  runIn: (dir: string) => Run,
): Promise<readonly Verdict[]> {
  const pairs = trees.flatMap(tree => validators.map(validator => ({ tree, validator })))
  const verdicts = await inParallel(pairs, availableParallelism(), ({ tree, validator }) =>
    judge(validator, tree, runIn),
  )
  return verdicts.filter(verdict => verdict !== null)
}
