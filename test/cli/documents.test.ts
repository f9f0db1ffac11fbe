import { describe, expect, it } from 'vitest'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, writtenByOlderTemplate } from '../support/repository.ts'

type Document = Readonly<Record<string, unknown>>
const rows = (doc: Document, field: string): readonly Document[] => doc[field] as readonly Document[]
const fields = (...names: readonly string[]): readonly string[] => [...names].sort()
const keys = (doc: Document): readonly string[] => Object.keys(doc).sort()
/** Every row has all of `must`, and nothing but `may` beside it. */
function expectRows(list: readonly Document[], must: readonly string[], may: readonly string[] = []): void {
  expect(list.length).toBeGreaterThan(0)
  for (const row of list) {
    expect(keys(row)).toEqual(expect.arrayContaining([...must]))
    expect([...must, ...may]).toEqual(expect.arrayContaining([...keys(row)]))
  }
}

/** One document on stdout, and nothing else there. */
function documentOf(dir: string, args: readonly string[]): Document & { readonly code: number | null } {
  return json<Document>(dir, args)
}

const dir = checkout('fastify-npm')
const RUN = fields('version', 'files', 'skipped', 'next', 'command')
const ACTIONS = ['create', 'update', 'merge', 'edit', 'delete', 'same', 'keep', 'conflict']

function expectRun({ code, ...doc }: Document & { readonly code: number | null }): void {
  expect([0, 1, 3]).toContain(code)
  expect(keys(doc)).toEqual(RUN)
  expect(doc['version']).toBe(1)
  for (const file of rows(doc, 'files')) {
    expect(['artifacts', 'path', 'action', 'reason']).toEqual(expect.arrayContaining([...keys(file)]))
    expect(ACTIONS).toContain(file['action'])
    expect(file['path']).not.toMatch(/^\.prod-ready\b/)
    expect(Array.isArray(file['artifacts'])).toBe(true)
  }
  for (const row of rows(doc, 'skipped')) {
    expect(row).toMatchObject({
      artifact: expect.any(String) as unknown,
      reason: expect.stringMatching(/./) as unknown,
    })
    expect(['artifact', 'reason', 'answer', 'command']).toEqual(expect.arrayContaining([...keys(row)]))
    if (row['answer'] !== undefined) expect(row['answer']).toMatch(/^--set [\w.-]+=<[^>]+>$/)
  }
  expect((doc['next'] as unknown[]).every(step => typeof step === 'string')).toBe(true)
  expect(doc['command']).toMatch(/^create-prod-ready/)
}

describe('the document of', () => {
  it('detect has the facts, each with its evidence', () => {
    const doc = documentOf(dir, ['detect'])
    expect(keys(doc)).toEqual(
      expect.arrayContaining([
        ...fields('version', 'services', 'frontends', 'nonServices', 'unsupported', 'repository'),
      ]),
    )
    expectRows(
      rows(doc, 'services').map(service => service['name'] as Document),
      ['value', 'certainty', 'evidence'],
    )
  })

  it('list has every artifact', () => {
    const doc = documentOf(dir, ['list'])
    expect(keys(doc)).toEqual(fields('version', 'artifacts', 'code'))
    expectRows(
      rows(doc, 'artifacts'),
      ['id', 'category', 'title', 'kind', 'capabilities', 'applies', 'present', 'files'],
      ['reason'],
    )
    expect(rows(doc, 'artifacts').filter(row => row['applies'] === false && row['reason'] === undefined)).toEqual([])
  })

  it('list has only what --only and --skip leave', () => {
    const ids = rows(documentOf(dir, ['list', '--only', 'governance', '--skip', 'license']), 'artifacts').map(
      row => row['id'] as string,
    )
    expect(ids.length).toBeGreaterThan(2)
    expect(ids.every(id => id.startsWith('governance/') && id !== 'governance/license')).toBe(true)
  })

  it('explain has artifacts and capabilities', () => {
    const doc = documentOf(dir, ['explain', 'lint', 'quality/compiles-clean'])
    expectRows(rows(doc, 'artifacts'), [
      'id',
      'title',
      'why',
      'capabilities',
      'applies',
      'state',
      'reason',
      'evidence',
      'questions',
      'files',
    ])
    expectRows(rows(doc, 'capabilities'), ['id', 'severity', 'effort', 'done', 'artifacts'])
  })

  it.each([
    [['--dry-run']],
    [['quick-wins', '--dry-run']],
    [['add', 'license', 'changelog', '--dry-run']],
    [['diff']],
    [['check']],
  ])('%s is that of a run', args => {
    expectRun(documentOf(dir, args))
  })

  it('the commands that write is that of a run, also with drift and conflicts', () => {
    const other = checkout('docs-only')
    expectRun(documentOf(other, ['add', 'pr-template', 'issue-templates', '--yes']))
    commitAll(other, 'chore: templates')
    writtenByOlderTemplate(other, '.github/PULL_REQUEST_TEMPLATE.md', text => text.replace(/^## .*$/m, '## Then'))
    const check = documentOf(other, ['check'])
    expectRun(check)
    expect(check.code).toBe(1)
    expectRun(documentOf(other, ['diff']))
    expectRun(documentOf(other, ['update', '--yes', '--force']))
    expectRun(documentOf(other, ['undo', '--yes']))
    expectRun(documentOf(other, ['remove', 'issue-templates', '--yes', '--force']))
  })

  it('an error has code, message and suggestion, with the place where there is one', () => {
    const other = checkout('docs-only')
    const doc = documentOf(other, ['add', 'nothing-like-it'])
    expect(keys(doc)).toEqual(fields('version', 'error', 'code'))
    expect(keys(doc['error'] as Document)).toEqual(fields('code', 'message', 'suggestion'))
  })

  it('a run leaves stderr empty', () => {
    for (const args of [['list'], ['detect'], ['--dry-run'], ['add', 'nothing-like-it']])
      expect(cli(dir, [...args, '--json']).err).toBe('')
  })

  it('a run without --json leaves stdout empty, but for a patch', () => {
    for (const args of [['list'], ['detect'], ['--dry-run'], ['check'], ['explain', 'lint']])
      expect(cli(dir, args).out).toBe('')
  })
})
