import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/governance/changelog/index.ts'
import type { Tag } from '../../../src/workspace/types.ts'
import { ADA, commits, GITHUB, GITLAB, hashOf, HOSTILE, historyOf, repository, steps, textOf } from './support.ts'

const tag = (name: string, i: number, date = '2024-05-01'): Tag => ({ name, hash: hashOf(i), date })
const list = commits('feat: three', 'chore: release', 'fix: two', 'feat: one')
const tagged = historyOf(list, { tags: () => [tag('v1.1.0', 1), tag('v1.0.0', 3)] })

describe('changelog', () => {
  it('puts each change under the version that holds it, the newest first', async () => {
    const text = await textOf(artifact, await repository({ history: tagged }))
    expect(text.split('\n').filter(line => /^(#+|-) /.test(line))).toEqual([
      '# Changelog',
      '## [Unreleased]',
      '### Added',
      '- three',
      '## [1.1.0] - 2024-05-01',
      '### Fixed',
      '- two',
      '## [1.0.0] - 2024-05-01',
      '### Added',
      '- one',
    ])
    expect(text).toContain('keepachangelog.com/en/1.1.0')
  })

  test.each([
    [
      'GitHub',
      GITHUB,
      '[1.1.0]: https://github.com/acme/api/compare/v1.0.0...v1.1.0',
      '[1.0.0]: https://github.com/acme/api/releases/tag/v1.0.0',
      '[Unreleased]: https://github.com/acme/api/compare/v1.1.0...HEAD',
    ],
    [
      'GitLab',
      GITLAB,
      '[1.1.0]: https://gitlab.com/acme/api/-/compare/v1.0.0...v1.1.0',
      '[1.0.0]: https://gitlab.com/acme/api/-/tags/v1.0.0',
      '[Unreleased]: https://gitlab.com/acme/api/-/compare/v1.1.0...HEAD',
    ],
  ])('links versions and commits on %s', async (_host, remote, ...links) => {
    const text = await textOf(artifact, await repository({ history: tagged, remote }))
    for (const link of links) expect(text).toContain(`\n${link}\n`)
    expect(text).toContain(`/commit/${hashOf(0)})`)
  })

  it('links nothing where the host is not known', async () => {
    const text = await textOf(artifact, await repository({ history: tagged }))
    expect(text.match(/https:\/\/[^/)]+/g)).toEqual(['https://keepachangelog.com', 'https://semver.org'])
  })

  it('links the request that a subject names', async () => {
    const history = historyOf(commits('Add x (#12)'))
    expect(await textOf(artifact, await repository({ history, remote: GITHUB }))).toContain(
      '- Add x ([#12](https://github.com/acme/api/pull/12))',
    )
    expect(await textOf(artifact, await repository({ history }))).toContain('- Add x (#12)')
  })

  test.each([
    ['a tag that is no version', ['latest', 'api-v1.0.0', 'v1', '$(id)', '../x'], []],
    ['the same version twice', ['v1.0.0', '1.0.0'], ['1.0.0']],
    ['a pre-release of a version that came', ['v2.0.0', 'v2.0.0-rc.1'], ['2.0.0']],
    ['a pre-release of a version that is to come', ['v2.0.0-rc.1', 'v1.0.0'], ['2.0.0-rc.1', '1.0.0']],
  ])('%s', async (_case, names, versions) => {
    const history = historyOf(list, { tags: () => names.map((name, i) => tag(name, i + 1)) })
    const text = await textOf(artifact, await repository({ history }))
    expect([...text.matchAll(/^## \[(\d.*?)\]/gm)].map(match => match[1])).toEqual(versions)
  })

  it('places a tag on a merge, which the log leaves out, by its day', async () => {
    const history = historyOf(commits('feat: new', 'feat: old'), {
      tags: () => [{ name: 'v1.0.0', hash: 'f'.repeat(40), date: '2024-05-27' }],
    })
    expect(await textOf(artifact, await repository({ history }))).toMatch(
      /Unreleased\][^]*- new[^]*\[1\.0\.0\][^]*- old/,
    )
  })

  it('says how much it leaves out', async () => {
    const text = await textOf(
      artifact,
      await repository({
        history: historyOf(
          commits(
            ...Array.from({ length: 40 }, (_, i) => `feat: part ${String.fromCharCode(97 + (i % 26))}${String(i)}x`),
          ),
        ),
      }),
    )
    expect(text.match(/^- part/gm)).toHaveLength(25)
    expect(text).toContain('15 more changes are in the git history only.')
  })

  it('says that a version holds nothing for users, and that history is missing', async () => {
    const history = historyOf(commits('chore: a', 'feat: b'), {
      tags: () => [tag('v1.0.1', 0), tag('v1.0.0', 1)],
      shallow: true,
    })
    const text = await textOf(artifact, await repository({ history }))
    expect(text).toContain('Maintenance only')
    expect(text).toContain('shallow clone')
  })

  it('leaves out what was taken back, and what programs committed', async () => {
    const [first, ...others] = commits(
      'feat: by a program',
      'Revert "feat: bad idea"',
      'feat: good idea',
      'feat: bad idea',
    )
    const history = historyOf([
      {
        ...(first ?? others[0] ?? commits('x')[0]),
        author: { name: 'renovate[bot]', email: 'bot@acme.test' },
      } as never,
      ...others,
    ])
    expect((await textOf(artifact, await repository({ history }))).match(/^- .*/gm)).toEqual(['- good idea'])
  })

  it('keeps hostile subjects text', async () => {
    const text = await textOf(
      artifact,
      await repository({
        history: historyOf([{ hash: hashOf(0), author: ADA, date: '2024-05-01', subject: `Add ${HOSTILE}` }]),
        remote: GITHUB,
      }),
    )
    const entry = text.split('\n').find(line => line.startsWith('- ')) ?? ''
    expect(entry).not.toMatch(/<img|<\/script|\[x\]\(|@everyone|\u202e|https:\/\/evil/)
    expect(text.match(/^## /gm)).toHaveLength(1)
  })

  it('keeps what people put between backticks as code', async () => {
    expect(
      await textOf(artifact, await repository({ history: historyOf(commits('feat: add `a_b <c>` and d_e (f)')) })),
    ).toContain('- add `a_b <c>` and d_e (f)\n')
  })

  it('starts with an empty list where there is no history', async () => {
    const text = await textOf(artifact, await repository())
    expect(text).toContain('## [Unreleased]')
    expect(text).not.toContain('drafted')
  })

  test.each([
    ['release-please', { 'release-please-config.json': '{}' }],
    ['changesets', { '.changeset/config.json': '{}' }],
    ['semantic-release', { '.releaserc.yml': '' }],
    ['semantic-release', { 'package.json': '{"name":"a","devDependencies":{"semantic-release":"24"}}' }],
    ['release-plz', { 'release-plz.toml': '' }],
    [
      'release-please',
      { '.github/workflows/r.yml': 'jobs:\n  a:\n    steps:\n      - uses: googleapis/release-please-action@v4\n' },
    ],
  ])('leaves the file to %s', async (tool, files) => {
    expect(artifact.applies(await repository({ files }))).toBe(
      `${tool} (${Object.keys(files)[0] ?? ''}) writes the changelog of this repository`,
    )
  })

  it('does not mistake the configuration that we wrote for one of the user', async () => {
    expect(
      artifact.applies(
        await repository({
          files: { 'release-please-config.json': '{}' },
          ours: { 'release-please-config.json': 'governance/release-automation' },
        }),
      ),
    ).toBe(true)
  })

  test.each([
    ['package.json', { 'package.json': '{"name":"a","version":"2.3.4"}' }, 'v2.3.4'],
    ['nothing', {}, 'v0.1.0'],
    ['a version that is none', { 'package.json': '{"name":"a","version":"$(id)"}' }, 'v0.1.0'],
  ])('gives the command for the first tag: from %s', async (_case, files, version) => {
    const ctx = await repository({ files, remote: GITHUB, history: historyOf(list) })
    expect(steps(artifact, ctx)).toContain(`git tag -a ${version} -m ${version} && git push origin ${version}`)
  })

  it('does not speak of a first tag where there is one, or where it cannot know', async () => {
    for (const history of [tagged, historyOf(list, { shallow: true })]) {
      expect(steps(artifact, await repository({ history }))).not.toContain('git tag')
    }
  })

  test.each([
    ['## [1.0.0] - 2024-01-01', 'present'],
    ['## Unreleased', 'present'],
    ['', 'partial'],
    ['# Changelog\n\nsoon', 'partial'],
  ])('a file that says %j is %s', async (text, state) => {
    expect(
      artifact.audit(await repository({ files: { 'CHANGELOG.md': text }, existing: { 'CHANGELOG.md': 'changelog' } }))
        .state,
    ).toBe(state)
  })
})
