import { describe, expect, it, test } from 'vitest'
import { followsConvention, readSubject } from '../../../generators/governance/_common/subjects.ts'
import { stopwatch } from '../../support/processor.ts'

describe('subjects of commits', () => {
  test.each([
    ['feat: add login', 'Added', 'add login'],
    ['feat(api): list users (#12)', 'Added', 'api: list users'],
    ['fix (cli): wrong exit code', 'Fixed', 'cli: wrong exit code'],
    ['perf: cache rows', 'Changed', 'cache rows'],
    ['refactor: split the router', 'Changed', 'split the router'],
    ['feat: remove the old endpoint', 'Removed', 'remove the old endpoint'],
    ['feat: deprecate v1', 'Deprecated', 'deprecate v1'],
    ['security: hash the tokens', 'Security', 'hash the tokens'],
    ['fix: CVE-2024-1234 in the parser', 'Security', 'CVE-2024-1234 in the parser'],
    ['Add a port option', 'Added', 'Add a port option'],
    ['fixed crash on empty input', 'Fixed', 'fixed crash on empty input'],
    ['Removed the cache', 'Removed', 'Removed the cache'],
    ['Rename the binary', 'Changed', 'Rename the binary'],
    ['router: add a fallback', 'Added', 'router: add a fallback'],
    ['^ auth - update token hashing', 'Changed', 'auth - update token hashing'],
    [':sparkles: dark mode', 'Added', 'dark mode'],
    ['🐛 broken link in the footer', 'Changed', 'broken link in the footer'],
    ['link to the profile fixed', 'Fixed', 'link to the profile fixed'],
    ['Bear with slow clients', 'Changed', 'Bear with slow clients'],
    ['Testing mode for payments', 'Changed', 'Testing mode for payments'],
  ])('%s is %s', (subject, section, text) => {
    expect(readSubject(subject)).toMatchObject({ section, text })
  })

  // prettier-ignore
  test.each([
    'Merge branch "main" into dev', "Merge pull request #3 from a/b", 'chore: tidy', 'ci: cache', 'docs: typo', 'test: more', 'style: fmt', 'build(deps): bump h2 from 0.3.11 to 0.3.17',
    'fix(deps): update expo monorepo (#1448)', 'Bump axios from 0.21.1 to 0.21.4 (#265)', 'Update dependencies', 'upgrade dependencies', 'chore: release v0.14.1', 'v1.2.3', '1.0.0-beta.1', 'Release 2.0.0',
    'wip', 'WIP.', 'code cleanup - tokens', 'update depdencies', 'typo', 'Fix typo in error', 'Formatting', 'cargo fmt', 'Initial commit', 'first commit', 'Update README.md (#225)', 'Update config.yml', 'Speed up CI', 'Add unit tests for users',
    'fixup! feat: x', '...', '', '---', 'Update dependency trpc to ^11.7.0', 'fix documentation', 'Fix badge', 'dep-update: bump redis from 1.5.0 to 1.6.0',
  ])('%s is nothing that users notice', subject => {
    expect(readSubject(subject)).toBeUndefined()
  })

  test.each([
    'feat!: drop Node 18',
    'fix(api)!: rename a field',
    'Change the format (BREAKING)',
    'build!: require Rust 1.80',
  ])('%s breaks something', subject => {
    expect(readSubject(subject)?.breaking).toBe(true)
  })

  test.each([
    ['Add x (#12)', '#12'],
    ['Add x (#12) (#13)', '#13'],
    ['Add x (!7)', '!7'],
    ['Add x, see #12', undefined],
  ])('the request of %s is %s', (subject, reference) => {
    expect(readSubject(subject)?.reference).toBe(reference)
  })

  it('reads a subject of a megabyte within a second', () => {
    const used = stopwatch()
    for (const part of ['(#1) ', '- ', 'update ', ':a:', '[', 'a: ']) readSubject(part.repeat(200_000))
    expect(used()).toBeLessThan(1)
  })

  it('tells a convention from chance', () => {
    expect(followsConvention(['feat: a', 'fix: b', 'chore: c'])).toBe(false)
    expect(followsConvention([...Array<string>(8).fill('fix(x): a'), 'Add', 'Fix', 'Oops'])).toBe(true)
    expect(followsConvention([...Array<string>(8).fill('Add: a'), 'fix: a', 'feat: b'])).toBe(false)
  })
})
