import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkout, commitAll, temporaryFolder } from '../../support/repository.ts'
import { binOf, online } from '../managers.ts'
import type { ChainService } from './services.ts'
import type { Stored } from './stores.ts'

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
export function prepared(service: ChainService): { readonly dir: string; readonly outcome: Outcome } {
  const { fixture, parameters, steps = [], manager = 'npm' } = service
  const dir = checkout(fixture)
  const env = { ...online, PATH: [binOf(manager), process.env['PATH'] ?? ''].filter(Boolean).join(path.delimiter) }
  if (service.stored) store(dir, service.stored, env)
  const answers = ['--set', 'alert-receiver=slack', '--set', `load-parameters=${parameters.join(',')}`]
  const out = execFileSync(
    'npx',
    ['--yes', `--package=${packed()}`, '--', 'create-prod-ready', '--yes', '--code', '--install', ...answers, '--json'],
    { cwd: dir, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 },
  )
  const outcome = JSON.parse(out) as Outcome
  for (const { file, from, to } of steps) {
    const text = readFileSync(path.join(dir, file), 'utf8')
    if (!outcome.next.some(told => told.includes(`${file}:`))) throw new Error(`no next step is about ${file}`)
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(path.join(dir, file), text.replace(from, to))
  }
  commitAll(dir, 'feat: production')
  return { dir, outcome }
}

function store(dir: string, { files, libraries }: Stored, env: NodeJS.ProcessEnv): void {
  for (const [file, text] of Object.entries(files))
    if (text === '') rmSync(path.join(dir, file))
    else writeFileSync(path.join(dir, file), text)
  for (const [program, ...args] of libraries) execFileSync(program, args, { cwd: dir, env, stdio: 'pipe' })
  commitAll(dir, 'feat: what is known is stored')
}
