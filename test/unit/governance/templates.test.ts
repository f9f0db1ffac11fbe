import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { artifact as issues } from '../../../generators/governance/issue-templates/index.ts'
import { artifact as proposals } from '../../../generators/governance/pr-template/index.ts'
import { commits, ELSEWHERE, filesOf, GITHUB, GITLAB, HOSTILE, historyOf, repository, textOf } from './support.ts'

const PACKAGE = JSON.stringify({ name: 'api', scripts: { test: 'node --test', lint: 'eslint .' } })

interface Form {
  readonly name: string
  readonly description: string
  readonly body: readonly {
    readonly type: string
    readonly id?: string
    readonly attributes: { readonly label?: string; readonly options?: readonly unknown[]; readonly value?: string }
  }[]
}
interface Config {
  readonly blank_issues_enabled: boolean
  readonly contact_links?: readonly { readonly url: string }[]
}

describe('template for proposed changes', () => {
  it('names the checks of this repository, and tells which need not pass yet', async () => {
    const text = await textOf(proposals, await repository({ files: { 'package.json': PACKAGE } }))
    expect(text).toContain('- [ ] `npm run test` passes\n')
    expect(text).toContain('- [ ] `npm run lint` is no worse than before (not required to pass yet)\n')
  })

  it('asks for a conventional title where the history has them', async () => {
    const history = historyOf(commits(...Array<string>(12).fill('fix: a')))
    expect(await textOf(proposals, await repository({ history }))).toContain('Conventional Commits')
    expect(await textOf(proposals, await repository())).not.toContain('Conventional Commits')
  })

  test.each([
    [GITHUB, '.github/PULL_REQUEST_TEMPLATE.md', 'The pull request'],
    [undefined, '.github/PULL_REQUEST_TEMPLATE.md', 'The pull request'],
    [GITLAB, '.gitlab/merge_request_templates/Default.md', 'The merge request'],
  ])('stands where %s looks for it', async (remote, path, words) => {
    const files = await filesOf(proposals, await repository(remote === undefined ? {} : { remote }))
    expect([...files.keys()]).toEqual([path])
    expect(files.get(path)).toContain(words)
  })

  test.each([
    ['## What', 'present'],
    ['', 'partial'],
    ['<!-- what -->\n', 'partial'],
    ['<!--'.repeat(300_000), 'partial'],
  ])('a template that begins with %j is %s', async (text, state) => {
    expect(
      proposals.audit(
        await repository({
          files: { 'pull_request_template.md': text },
          existing: { 'pull_request_template.md': 'pr-template' },
        }),
      ).state,
    ).toBe(state)
  })
})

describe('issue templates', () => {
  test.each([
    [
      GITHUB,
      [
        '.github/ISSUE_TEMPLATE/bug_report.yml',
        '.github/ISSUE_TEMPLATE/feature_request.yml',
        '.github/ISSUE_TEMPLATE/config.yml',
      ],
    ],
    [
      undefined,
      [
        '.github/ISSUE_TEMPLATE/bug_report.yml',
        '.github/ISSUE_TEMPLATE/feature_request.yml',
        '.github/ISSUE_TEMPLATE/config.yml',
      ],
    ],
    [GITLAB, ['.gitlab/issue_templates/Bug.md', '.gitlab/issue_templates/Feature.md']],
  ])('are written where %s looks for them', async (remote, paths) => {
    expect([...(await filesOf(issues, await repository(remote === undefined ? {} : { remote }))).keys()]).toEqual(paths)
  })

  it('do not apply where nothing reads them', async () => {
    for (const artifact of [issues, proposals])
      expect(artifact.applies(await repository({ remote: ELSEWHERE }))).toContain('bitbucket.org')
  })

  it('send security problems to the private form, only where there is one', async () => {
    const url = 'https://github.com/acme/api/security/advisories/new'
    const known = await filesOf(issues, await repository({ remote: GITHUB }))
    expect((parse(known.get('.github/ISSUE_TEMPLATE/config.yml') ?? '') as Config).contact_links).toMatchObject([
      { url },
    ])
    expect(
      (parse(known.get('.github/ISSUE_TEMPLATE/bug_report.yml') ?? '') as Form).body[0]?.attributes.value,
    ).toContain(`[in private](${url})`)
    for (const remote of [undefined, 'https://github.acme.test/acme/api.git']) {
      const files = await filesOf(issues, await repository(remote === undefined ? {} : { remote }))
      expect((parse(files.get('.github/ISSUE_TEMPLATE/config.yml') ?? '') as Config).contact_links).toBeUndefined()
      expect([...files.values()].join('')).not.toContain('advisories')
    }
  })

  it('let the reader choose among the services, with their names as they are', async () => {
    const ctx = await repository({ services: ['yes', '1.0', HOSTILE, 'plain', 'plain', '\u202e'] })
    const form = parse((await filesOf(issues, ctx)).get('.github/ISSUE_TEMPLATE/bug_report.yml') ?? '') as Form
    const options = form.body.find(part => part.id === 'part')?.attributes.options ?? []
    expect(options.every(option => typeof option === 'string')).toBe(true)
    expect(options).toEqual(expect.arrayContaining(['yes', '1.0', 'plain']))
    expect(options).toHaveLength(5)
    expect(new Set(options).size).toBe(5)
  })

  it('are forms: every field has a label and an id of its own', async () => {
    const files = await filesOf(issues, await repository({ files: { 'package.json': PACKAGE } }))
    for (const name of ['bug_report', 'feature_request']) {
      const form = parse(files.get(`.github/ISSUE_TEMPLATE/${name}.yml`) ?? '') as Form
      const fields = form.body.filter(part => part.type !== 'markdown')
      expect(fields.every(field => field.attributes.label && /^[\w-]+$/.test(field.id ?? ''))).toBe(true)
      expect(new Set(fields.map(field => field.id)).size).toBe(fields.length)
      expect(Object.keys(form)).toEqual(['name', 'description', 'body'])
    }
  })

  it('add what is missing beside the templates of the user', async () => {
    const path = '.github/ISSUE_TEMPLATE/bug.md'
    const ctx = await repository({ files: { [path]: 'Describe the bug' }, existing: { [path]: 'issue-template' } })
    expect(issues.audit(ctx)).toMatchObject({ state: 'partial', reason: 'no template for proposals of features' })
    expect([...(await filesOf(issues, ctx)).keys()]).toEqual([
      '.github/ISSUE_TEMPLATE/feature_request.yml',
      '.github/ISSUE_TEMPLATE/config.yml',
    ])
  })

  it('know a template by its name, whatever other words are in it', async () => {
    const path = '.github/ISSUE_TEMPLATE/feature_request.md'
    const ctx = await repository({
      files: { [path]: 'Is it related to a problem or a bug?' },
      existing: { [path]: 'issue-template' },
    })
    expect(issues.audit(ctx)).toMatchObject({ state: 'partial', reason: 'no template for reports of bugs' })
  })

  it('leave the page of the user alone', async () => {
    const path = '.github/ISSUE_TEMPLATE/config.yml'
    const ctx = await repository({
      files: { [path]: 'blank_issues_enabled: true\n' },
      existing: { [path]: 'issue-template' },
    })
    expect(issues.audit(ctx).state).toBe('absent')
    expect([...(await filesOf(issues, ctx)).keys()]).not.toContain(path)
  })

  it('are there when one covers both', async () => {
    const path = '.github/ISSUE_TEMPLATE.md'
    expect(
      issues.audit(
        await repository({
          files: { [path]: 'Is it a bug or a feature request?' },
          existing: { [path]: 'issue-template' },
        }),
      ).state,
    ).toBe('present')
  })
})
