import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkout, commitAll, temporaryFolder } from '../../support/repository.ts'
import { online } from '../managers.ts'
import type { ChainService } from './services.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

let tarball: string | undefined

/** @returns path of the packed program, packed once */
function packed(): string {
  if (tarball !== undefined) return tarball
  const to = temporaryFolder()
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', to], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [file] = JSON.parse(out) as readonly { readonly filename: string }[]
  tarball = path.join(to, file?.filename ?? '')
  return tarball
}

/** What the program says of a run. */
export interface Outcome {
  readonly files: readonly { readonly path: string; readonly action: string }[]
  readonly skipped: readonly { readonly artifact: string; readonly reason: string }[]
  readonly next: readonly string[]
}

/** Runs the packed program in a fresh checkout, as a user does. @returns the folder, and what it said */
export function prepared({ fixture, parameters, steps = [] }: ChainService): { dir: string; outcome: Outcome } {
  const dir = checkout(fixture)
  const answers = ['--set', 'alert-receiver=slack', '--set', `load-parameters=${parameters.join(',')}`]
  const out = execFileSync(
    'npx',
    ['--yes', `--package=${packed()}`, '--', 'create-prod-ready', '--yes', '--code', '--install', ...answers, '--json'],
    { cwd: dir, encoding: 'utf8', env: online, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 },
  )
  const outcome = JSON.parse(out) as Outcome
  for (const { file, from, to } of steps) {
    const text = readFileSync(path.join(dir, file), 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(path.join(dir, file), text.replace(from, to))
  }
  commitAll(dir, 'feat: production')
  return { dir, outcome }
}
