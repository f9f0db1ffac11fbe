import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/governance/codeowners/index.ts'
import { problemWith } from '../../../src/engine/questions.ts'
import type { Touch } from '../../../src/workspace/types.ts'
import { ELSEWHERE, filesOf, GITHUB, GITLAB, missingOf, repository, textOf } from './support.ts'

const ada = { name: 'Ada', email: '12345+ada@users.noreply.github.com' }
const bob = { name: 'Bob', email: 'bob@users.noreply.github.com' }
const eve = { name: 'Eve', email: 'eve@acme.test' }
const times = (n: number, author: Touch['author'], ...paths: readonly string[]): readonly Touch[] =>
  Array<Touch>(n).fill({ author, date: '2024-01-01', paths })
const touched = (...touches: readonly (readonly Touch[])[]): { touched: () => readonly Touch[] } => ({
  touched: () => touches.flat(),
})
const files = { 'src/a.ts': '', 'docs/a.md': '', 'my files/a': '', '[x]/a': '', 'README.md': '' }
const rules = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter(line => line && !line.startsWith('#'))
    .map(line => line.replace(/ +/g, ' '))

describe('code owners', () => {
  it('proposes who wrote most, by the account that their address names, folder by folder', async () => {
    const history = touched(
      times(20, ada, 'src/a.ts'),
      times(6, bob, 'docs/a.md'),
      times(6, bob, 'my files/a'),
      times(2, eve, 'docs/a.md'),
    )
    expect(rules(await textOf(artifact, await repository({ files, history, remote: GITHUB })))).toEqual([
      '* @ada',
      '/docs/ @bob',
      '/my\\ files/ @bob',
      '/.github/ @ada',
    ])
  })

  test.each([
    ['nobody is known', touched()],
    ['the address is no account', touched(times(9, eve, 'src/a.ts'))],
    ['nobody wrote more than half', touched(times(5, ada, 'src/a.ts'), times(5, bob, 'src/a.ts'))],
    [
      'only programs commit',
      touched(times(9, { name: 'renovate[bot]', email: '1+renovate[bot]@users.noreply.github.com' }, 'src/a.ts')),
    ],
    [
      'the account is one of another host',
      touched(times(9, { name: 'A', email: '1-ada@users.noreply.gitlab.com' }, 'src/a.ts')),
    ],
    ['the address is hostile', touched(times(9, { name: 'A', email: '1+a b@users.noreply.github.com' }, 'src/a.ts'))],
  ])('asks for an owner when %s', async (_case, history) => {
    expect(await missingOf(artifact, await repository({ files, history, remote: GITHUB }))).toEqual(['owner'])
  })

  it('offers an e-mail address, but does not take it for an account', async () => {
    expect(
      artifact.questions[0]?.known?.(await repository({ files, history: touched(times(9, eve, 'src/a.ts')) })),
    ).toMatchObject({ value: ['eve@acme.test'], certainty: 'likely' })
  })

  it('takes several owners', async () => {
    expect(rules(await textOf(artifact, await repository({ files }), { owner: ['@ada', '@acme/team'] }))).toEqual([
      '* @ada @acme/team',
      '/.github/ @ada @acme/team',
    ])
  })

  it('writes no pattern that the format cannot express, or that matches nothing', async () => {
    const history = touched(
      times(9, bob, '[x]/a'),
      times(9, bob, 'gone/a'),
      times(9, bob, 'docs/a.md', 'src/a.ts'),
      times(30, ada, 'README.md'),
    )
    expect(rules(await textOf(artifact, await repository({ files, history })))).toEqual([
      '* @ada',
      '/docs/ @bob',
      '/src/ @bob',
      '/.github/ @ada',
    ])
  })

  test.each([
    [GITHUB, '.github/CODEOWNERS'],
    [undefined, '.github/CODEOWNERS'],
    [GITLAB, '.gitlab/CODEOWNERS'],
  ])('stands where %s looks for it', async (remote, path) => {
    const ctx = await repository({ files, ...(remote === undefined ? {} : { remote }) })
    expect([...(await filesOf(artifact, ctx, { owner: ['@ada'] })).keys()]).toEqual([path])
  })

  it('does not apply where nothing reads it', async () => {
    expect(artifact.applies(await repository({ remote: ELSEWHERE }))).toContain('bitbucket.org')
  })

  test.each([
    ['@ada', true],
    ['@acme/platform-team', true],
    ['@group/sub/team', true],
    ['eve@acme.test', true],
    ['ada', false],
    ['@', false],
    ['@a b', false],
    ['@ada\n* @evil', false],
    ['#@ada', false],
  ])('an owner may be %j: %s', (value, good) => {
    const question = artifact.questions[0]
    if (!question) throw new Error('no question')
    expect(problemWith(question, value) === undefined).toBe(good)
  })

  test.each([
    ['* @ada\n', 'present'],
    ['my\\ files/ eve@acme.test', 'present'],
    ['# * @ada\n', 'partial'],
    ['*\n', 'partial'],
    ['', 'partial'],
  ])('a file that says %j is %s', async (text, state) => {
    expect(
      artifact.audit(await repository({ files: { CODEOWNERS: text }, existing: { CODEOWNERS: 'codeowners' } })).state,
    ).toBe(state)
  })
})
