import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { artifact } from '../../../generators/cicd/dependency-updates/index.ts'
import { memory } from '../../../src/workspace/index.ts'
import { add, CARGO, contextOf, LOCK, manifest, remote, text, type Files } from './support.ts'

const FILE = '.github/dependabot.yml'
const RUST = { 'Cargo.toml': CARGO, 'Cargo.lock': LOCK, 'src/main.rs': 'fn main() {}\n' }
const WORKFLOW = { '.github/workflows/ci.yml': 'on: push\n' }

interface Entry {
  readonly 'package-ecosystem': string
  readonly directory?: string
  readonly directories?: readonly string[]
  readonly schedule: { readonly interval: string }
  readonly cooldown?: Readonly<Record<string, number>>
  readonly groups?: Readonly<Record<string, unknown>>
}

const entries = (yaml: string): readonly Entry[] => (parse(yaml) as { readonly updates: readonly Entry[] }).updates
const names = (yaml: string): readonly string[] =>
  entries(yaml).map(entry => `${entry['package-ecosystem']} ${entry.directory ?? entry.directories?.join() ?? ''}`)

describe('every ecosystem and folder gets one entry', () => {
  it.each<[string, Files, readonly string[]]>([
    ['a crate', RUST, ['cargo /']],
    ['a crate with workflows', { ...RUST, ...WORKFLOW }, ['cargo /', 'github-actions /']],
    [
      'a crate and a front end',
      { ...RUST, 'web/package.json': manifest({}), 'web/pnpm-lock.yaml': "lockfileVersion: '9.0'\n" },
      ['cargo /', 'npm /web'],
    ],
    ['Bun', { 'package.json': manifest({}), 'bun.lock': '{}' }, ['bun /']],
    ['Yarn', { 'package.json': manifest({}), 'yarn.lock': '__metadata:\n  version: 8\n' }, ['npm /']],
    [
      'members of a workspace are updated at its root',
      { 'package.json': manifest({}, { workspaces: ['a'] }), 'a/package.json': manifest({}) },
      ['npm /'],
    ],
  ])('%s', async (_, files, wanted) => {
    const result = await add([artifact], files)
    expect(names(text(result, FILE))).toEqual(wanted)
    expect(artifact.audit(result.before).state).toBe('absent')
    expect(artifact.audit(result.after).state).toBe('present')
  })

  it('weekly, grouped, and after a waiting time that Dependabot understands', async () => {
    const all = entries(text(await add([artifact], { ...RUST, ...WORKFLOW }), FILE))
    for (const entry of all)
      expect(entry).toMatchObject({ schedule: { interval: 'weekly' }, cooldown: { 'default-days': 7 } })
    expect(all.map(entry => Object.keys(entry.groups ?? {}))).toEqual([['cargo-minor-and-patch'], ['actions']])
    expect(all.map(entry => Object.keys(entry.cooldown ?? {}))).toEqual([
      ['default-days', 'semver-major-days'],
      ['default-days'],
    ])
  })
})

describe('what the user configured stays', () => {
  const cargo =
    'version: 2\nupdates:\n  # ours since 2019\n  - package-ecosystem: cargo\n    directory: /\n    schedule:\n      interval: daily\n'
  const node = { 'web/package.json': manifest({}), 'web/package-lock.json': '{}' }

  it('only what is missing is added', async () => {
    const result = await add([artifact], { ...RUST, ...node, [FILE]: cargo })
    expect(artifact.audit(result.before)).toMatchObject({ state: 'partial', reason: 'no entry for npm in /web' })
    expect(text(result, FILE).startsWith(cargo)).toBe(true)
    expect(names(text(result, FILE))).toEqual(['cargo /', 'npm /web'])
  })

  it.each([
    ['several folders', '    directories: ["/", "/web"]\n'],
    ['a pattern', '    directories: ["/*"]\n'],
    ['every folder', '    directories: ["**/*"]\n'],
    ['a folder without the slash', '    directory: web\n'],
    ['a folder with a slash behind', '    directory: /web/\n'],
  ])('an entry with %s covers it', async (_, line) => {
    const file = `version: 2\nupdates:\n  - package-ecosystem: npm\n${line}    schedule:\n      interval: daily\n`
    const result = await add([artifact], { ...node, [FILE]: file })
    expect(result.texts).toEqual({})
    expect(artifact.audit(result.before).state).toBe('present')
  })

  it.each(['renovate.json', '.github/renovate.json5', '.renovaterc'])('Renovate in %s does the work', async path => {
    const result = await add([artifact], { ...RUST, [path]: '{}' })
    expect(result.texts).toEqual({})
    expect(artifact.audit(result.before)).toMatchObject({ state: 'present', evidence: [{ path }] })
  })

  it('the file may be called .yaml', async () => {
    const result = await add([artifact], { ...RUST, ...node, '.github/dependabot.yaml': cargo })
    expect(Object.keys(result.texts)).toEqual(['.github/dependabot.yaml'])
  })
})

it('belongs to GitHub', async () => {
  expect(artifact.applies(await contextOf(memory(RUST, remote('https://gitlab.com/ada/harbour.git'))))).toContain(
    'Dependabot runs on GitHub only',
  )
})
