import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ListRow, RunDocument } from '../../src/report/documents.ts'
import { checkSyntax } from '../../src/engine/check-syntax.ts'
import { answerFlags } from '../support/answers.ts'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, dirty, fixtures, treeOf } from '../support/repository.ts'

const SNAPSHOTS = fileURLToPath(new URL('../snapshots/', import.meta.url))
const WRITES = ['create', 'update', 'merge', 'edit', 'delete']
const everything = ['--yes', ...answerFlags()]

/** Names that no test runner, linter or git of this repository takes for its own. */
const snapshotOf = (fixture: string, file: string): string => path.join(SNAPSHOTS, fixture, ...file.split('/').map(part => part.replace(/[^\w.@-]/g, '_')))

describe.each(fixtures())('%s', fixture => {
  test('a run writes what the snapshots show, and every file parses', async () => {
    const dir = checkout(fixture)
    const document = json<RunDocument>(dir, everything)
    expect(document.code).toBe(0)
    const written = document.files.filter(file => WRITES.includes(file.action))
    for (const { path: file } of written) {
      const text = readFileSync(path.join(dir, file), 'utf8')
      checkSyntax(file, text)
      await expect(text).toMatchFileSnapshot(snapshotOf(fixture, file))
    }
    const report = { files: document.files, skipped: document.skipped, next: document.next }
    await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot(path.join(SNAPSHOTS, `${fixture}.json`))
  })

  test('a second run after a commit changes nothing, and check agrees', () => {
    const dir = checkout(fixture)
    cli(dir, everything)
    commitAll(dir, 'chore: production readiness')
    const second = json<RunDocument>(dir, everything)
    expect(second.files.filter(file => WRITES.includes(file.action))).toEqual([])
    expect(cli(dir, ['check']).code).toBe(0)
    expect(dirty(dir)).toEqual([])
  })

  test('undo gives every byte back', () => {
    const dir = checkout(fixture)
    const before = treeOf(dir)
    cli(dir, everything)
    expect(cli(dir, ['undo', '--yes']).code).toBe(0)
    expect(treeOf(dir)).toEqual(before)
  })

  test('each artifact that applies can be added alone, twice, and taken back', () => {
    const dir = checkout(fixture)
    const before = treeOf(dir)
    const { artifacts } = json<{ artifacts: ListRow[] }>(dir, ['list'])
    const open = artifacts.filter(artifact => artifact.applies && !artifact.present)
    for (const { id } of open) {
      const added = json<RunDocument>(dir, ['add', id, ...everything])
      expect([id, added.code]).toEqual([id, 0])
      expect([id, added.files.length + added.skipped.length > 0]).toEqual([id, true])
      const again = json<RunDocument>(dir, ['add', id, ...everything, '--force'])
      expect([id, again.files.filter(file => WRITES.includes(file.action))]).toEqual([id, []])
      if (added.files.some(file => WRITES.includes(file.action))) {
        expect([id, cli(dir, ['undo', '--yes']).code]).toEqual([id, 0])
        expect([id, treeOf(dir)]).toEqual([id, before])
      }
    }
    expect(open.length).toBeGreaterThanOrEqual(0)
  })
})
