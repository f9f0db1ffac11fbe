import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/governance/contributing/index.ts'
import type { ExistingKind } from '../../../src/detect/types.ts'
import { commits, ELSEWHERE, GITHUB, GITLAB, historyOf, repository, textOf } from './support.ts'

const node = {
  'package.json': JSON.stringify({
    name: 'api',
    packageManager: 'pnpm@9.4.0',
    engines: { node: '>=22' },
    scripts: { lint: 'eslint .', 'lint:fix': 'eslint --fix .', test: 'vitest run', build: 'tsc' },
  }),
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
}

describe('contribution guide', () => {
  it('names the commands of this repository, and no others', async () => {
    const text = await textOf(artifact, await repository({ files: node }))
    for (const part of [
      'Node `>=22`, as `package.json` says',
      'pnpm `9.4.0`',
      '`pnpm install --frozen-lockfile`',
      '- Lint: `pnpm run lint` (`pnpm run lint:fix` fixes what it can)',
      '- Build: `pnpm run build`',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/npm run format|cargo|undefined/)
    expect(text).toMatch(/tests are run with:\n\n- `pnpm run test`\n/)
  })

  it('tells what is stated from what it concludes', async () => {
    const files = { 'package.json': JSON.stringify({ name: 'a' }), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" }
    expect(await textOf(artifact, await repository({ files }))).toMatch(/pnpm `\d+`, judging by `pnpm-lock\.yaml`/)
  })

  it('says which checks need not pass yet, and why, once for each reason', async () => {
    const scripts = { lint: 'eslint .', typecheck: 'tsc --noEmit' }
    const text = await textOf(
      artifact,
      await repository({ files: { 'package.json': JSON.stringify({ name: 'a', scripts }) } }),
    )
    expect(text).toMatch(
      /Not required to pass yet[^]*- `npm run lint`, `npm run typecheck`: nothing in the repository shows/,
    )
  })

  it('tells projects apart by folder', async () => {
    const files = {
      'web app/package.json': JSON.stringify({ name: 'web', scripts: { build: 'vite build' } }),
      'Cargo.toml': '[package]\nname = "api"\nversion = "0.1.0"\nedition = "2024"\n',
      'src/main.rs': 'fn main() {}\n',
    }
    const text = await textOf(artifact, await repository({ files }))
    expect(text).toContain('### Rust\n')
    expect(text).toContain('In `web app`:\n\n- Build: `npm run build`')
    expect(text).toContain('Install the dependencies in `web app` with')
  })

  it('says that there are no tests rather than naming a command that is not there', async () => {
    expect(await textOf(artifact, await repository({ files: { 'README.md': '# hi' } }))).toContain(
      'There is no command that runs tests here yet',
    )
  })

  test.each([
    ['at the top', 'SECURITY.md', 'CONTRIBUTING.md', '[security policy](SECURITY.md)'],
    ['in .github', '.github/SECURITY.md', 'CONTRIBUTING.md', '[security policy](.github/SECURITY.md)'],
    ['seen from docs', 'SECURITY.md', 'docs/CONTRIBUTING.md', '[security policy](../SECURITY.md)'],
  ])('links to a security policy that is there: %s', async (_case, policy, guide, link) => {
    const files = { [policy]: 'Write to us.', [guide]: '' }
    const existing: Record<string, ExistingKind> = { [policy]: 'security-policy', [guide]: 'contributing' }
    expect(await textOf(artifact, await repository({ files, existing }))).toContain(link)
  })

  it('links to no document that is not there, or that says nothing', async () => {
    const text = await textOf(
      artifact,
      await repository({ files: { 'SECURITY.md': '\n' }, existing: { 'SECURITY.md': 'security-policy' } }),
    )
    expect(text).not.toContain('](')
    expect(text).toContain('to a maintainer in private')
  })

  it('asks for the convention that the history follows, and only then', async () => {
    const follows = historyOf(commits(...Array<string>(12).fill('fix(api): a thing')))
    const free = historyOf(commits(...Array<string>(12).fill('Fix a thing')))
    expect(await textOf(artifact, await repository({ history: follows }))).toContain('Conventional Commits')
    expect(await textOf(artifact, await repository({ history: free }))).not.toContain('Conventional Commits')
  })

  test.each([
    [GITHUB, 'pull request', 'https://github.com/acme/api/issues'],
    [GITLAB, 'merge request', 'https://gitlab.com/acme/api/-/issues'],
    [ELSEWHERE, 'pull request', undefined],
    [undefined, 'pull request', undefined],
  ])('speaks the language of the host: %s', async (remote, request, issues) => {
    const text = await textOf(artifact, await repository(remote === undefined ? {} : { remote }))
    expect(text).toContain(`Open a ${request} against`)
    expect(text.includes('](https://')).toBe(issues !== undefined)
    if (issues !== undefined) expect(text).toContain(`](${issues})`)
  })

  it('names the default branch only where it is known', async () => {
    expect(await textOf(artifact, await repository())).toContain('Make a branch from the default branch')
    expect(await textOf(artifact, await repository({ history: { defaultBranch: () => 'de`v' } }))).toContain(
      'Make a branch from ``de`v``',
    )
  })

  it('does not ask for the checks of crates that only a fuzzer builds', async () => {
    const crate = (name: string): string => `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`
    const files = {
      'Cargo.toml': crate('harbour'),
      'src/main.rs': 'fn main() {}\n',
      'fuzz/Cargo.toml': `${crate('harbour-fuzz')}[workspace]\n[dependencies]\nlibfuzzer-sys = "0.4"\n`,
      'fuzz/fuzz_targets/a.rs': '#![no_main]\n',
    }
    const text = await textOf(artifact, await repository({ files }))
    expect(text).toContain('cargo test')
    expect(text).not.toContain('fuzz')
  })

  it('keeps hostile paths and names on their line, as code', async () => {
    const files = { 'a`b\n# c/package.json': JSON.stringify({ name: '<b>', scripts: { build: 'x' } }) }
    const text = await textOf(artifact, await repository({ files }))
    expect(text).toContain('In ``a`b # c``')
    expect(text.match(/^# /gm)).toHaveLength(1)
  })

  test.each([
    ['Run `cargo test` first.', 'present'],
    ['npm run build', 'present'],
    ['We love you.', 'partial'],
    [' \n<!-- later -->', 'partial'],
  ])('a guide that says %j is %s where there are commands', async (text, state) => {
    expect(
      artifact.audit(
        await repository({
          files: { ...node, 'CONTRIBUTING.md': text },
          existing: { 'CONTRIBUTING.md': 'contributing' },
        }),
      ).state,
    ).toBe(state)
  })
})
