import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ARTIFACTS } from '../../generators/index.ts'
import { readInvocation, type Invocation } from '../../src/commands/flags.ts'
import { planFor } from '../../src/commands/planner.ts'
import { openSession } from '../../src/commands/session.ts'
import { statuses } from '../../src/commands/status.ts'
import { checkSyntax } from '../../src/engine/check-syntax.ts'
import { resolveAnswers } from '../../src/engine/questions.ts'
import type { RunDocument } from '../../src/report/documents.ts'
import { openTerminal } from '../../src/report/terminal.ts'
import { answerFlags } from '../support/answers.ts'
import { cli, json } from '../support/cli.ts'
import { checkout, commitAll, dirty, fixtures, treeOf } from '../support/repository.ts'

const SNAPSHOTS = fileURLToPath(new URL('../snapshots/', import.meta.url))
const WRITES = ['create', 'update', 'merge', 'edit', 'delete']
const everything = ['--yes', ...answerFlags()]
const code = ['--yes', '--code', ...ARTIFACTS.filter(({ kind }) => kind === 'code').flatMap(({ id }) => ['--only', id])]

/** Names that no test runner, linter or git of this repository takes for its own. */
const snapshotOf = (folder: string, fixture: string, file: string): string =>
  path.join(SNAPSHOTS, folder, fixture, ...file.split('/').map(part => part.replace(/[^\w.@-]/g, '_')))

describe.each(fixtures())('%s', fixture => {
  test.each([
    ['a run', '.', everything],
    ['one for the code alone', 'code', code],
  ])(
    '%s writes what the snapshots show, a second one changes nothing, check agrees, and undo gives every byte back',
    async (_name, folder, flags) => {
      const dir = checkout(fixture)
      const before = treeOf(dir)
      const document = json<RunDocument>(dir, flags)
      expect(document.code).toBe(0)
      const written = document.files.filter(file => WRITES.includes(file.action))
      for (const { path: file } of written) {
        const text = readFileSync(path.join(dir, file), 'utf8')
        checkSyntax(file, text)
        await expect(text).toMatchFileSnapshot(snapshotOf(folder, fixture, file))
      }
      const report = { files: document.files, skipped: document.skipped, next: document.next }
      await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot(
        path.join(SNAPSHOTS, folder, `${fixture}.json`),
      )
      if (written.length === 0) return
      commitAll(dir, 'chore: production readiness')
      const second = json<RunDocument>(dir, flags)
      expect(second.files.filter(file => WRITES.includes(file.action))).toEqual([])
      expect(cli(dir, ['check']).code).toBe(0)
      expect(dirty(dir)).toEqual([])
      expect(cli(dir, ['undo', '--yes']).code).toBe(0)
      expect(treeOf(dir)).toEqual(before)
    },
    60_000,
  )

  test('each artifact that applies can be planned alone, and wants something or says why not', async () => {
    const session = await openSession(invocationIn(checkout(fixture)), openTerminal({ color: false, json: true }))
    const open = statuses(session.ctx, session.given).filter(
      row => row.applies === true && row.presence.state !== 'present',
    )
    for (const { artifact } of open) {
      const { answers, missing } = await resolveAnswers(artifact, session.ctx, session.given)
      expect([artifact.id, missing.map(question => question.key)]).toEqual([artifact.id, []])
      const { plan } = await planFor(session, [{ artifact, answers }], [artifact])
      expect([artifact.id, plan.files.flatMap(file => file.artifacts).every(id => id === artifact.id)]).toEqual([
        artifact.id,
        true,
      ])
      for (const file of plan.files) if (file.after !== undefined) checkSyntax(file.path, file.after)
    }
    expect(new Set(open.map(row => row.artifact.id)).size).toBe(open.length)
  })
})

function invocationIn(dir: string): Invocation {
  return readInvocation({
    command: 'run',
    positionals: [dir],
    values: { yes: true, set: answerFlags().filter(flag => flag !== '--set') },
  })
}
