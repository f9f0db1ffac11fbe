import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import satisfies from 'spdx-satisfies'
import { expect, it } from 'vitest'
import { cli } from '../support/cli.ts'
import { checkout } from '../support/repository.ts'
import { online } from './managers.ts'

/** Licences that ask for no more than their notice. */
const PERMISSIVE = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0', 'ISC', 'MIT'],
  ...['MIT-0', 'Unicode-3.0', 'Unlicense', 'Zlib'],
]

/** `name version` -> licence of each package that a lock file pins. */
type Pinned = ReadonlyMap<string, string | undefined>

interface NpmLock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly license?: string }>>
}

function ofNpm(dir: string): Pinned {
  const { packages } = JSON.parse(readFileSync(path.join(dir, 'package-lock.json'), 'utf8')) as NpmLock
  return new Map(Object.entries(packages).map(([name, { version = '', license }]) => [`${name} ${version}`, license]))
}

interface Metadata {
  readonly packages: readonly { readonly name: string; readonly version: string; readonly license: string | null }[]
}

function ofCargo(dir: string): Pinned {
  const args = ['metadata', '--format-version', '1', '--locked']
  const { packages } = JSON.parse(
    execFileSync('cargo', args, {
      cwd: dir,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as Metadata
  return new Map(
    // crates of an earlier time wrote a slash for OR
    packages.map(({ name, version, license }) => [`${name} ${version}`, license?.replaceAll('/', ' OR ')]),
  )
}

it.each([
  ['fastify-npm', ofNpm],
  ['fastify-pg-redis', ofNpm],
  ['actix-workspace', ofCargo],
  ['axum-workspace-db', ofCargo],
])('what %s gets, and all that this needs in turn, may be shipped by anybody', (fixture, pinned) => {
  const dir = checkout(fixture)
  const before = pinned(dir)
  const { code, err } = cli(dir, ['--yes', '--code', '--install'], online)
  expect([code, err]).toEqual([0, expect.any(String)])
  const added = [...pinned(dir)].filter(([name]) => !before.has(name))
  expect(added.length).toBeGreaterThan(5)
  const doubtful = added.filter(([, licence]) => licence === undefined || !satisfies(licence, PERMISSIVE))
  expect(doubtful).toEqual([])
})
