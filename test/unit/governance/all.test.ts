import { describe, expect, it, test } from 'vitest'
import { format } from 'prettier'
import { artifact as changelog } from '../../../generators/governance/changelog/index.ts'
import { artifact as conduct } from '../../../generators/governance/code-of-conduct/index.ts'
import { artifact as owners } from '../../../generators/governance/codeowners/index.ts'
import { artifact as contributing } from '../../../generators/governance/contributing/index.ts'
import { artifact as issues } from '../../../generators/governance/issue-templates/index.ts'
import { artifact as license } from '../../../generators/governance/license/index.ts'
import { artifact as proposals } from '../../../generators/governance/pr-template/index.ts'
import { artifact as policy } from '../../../generators/security/policy/index.ts'
import type { ExistingKind } from '../../../src/detect/types.ts'
import { previewAnswers } from '../../../src/engine/questions.ts'
import {
  commits,
  filesOf,
  GITHUB,
  GITLAB,
  HOSTILE,
  historyOf,
  outputsOf,
  repository,
  type RepositoryOptions,
} from './support.ts'

const ALL = [
  [changelog, 'changelog', 'CHANGELOG.md'],
  [conduct, 'code-of-conduct', 'CODE_OF_CONDUCT.md'],
  [owners, 'codeowners', '.github/CODEOWNERS'],
  [contributing, 'contributing', 'CONTRIBUTING.md'],
  [issues, 'issue-template', '.github/ISSUE_TEMPLATE/bug_report.yml'],
  [license, 'license', 'LICENSE'],
  [proposals, 'pr-template', '.github/PULL_REQUEST_TEMPLATE.md'],
  [policy, 'security-policy', 'SECURITY.md'],
] as const satisfies readonly (readonly [object, ExistingKind, string])[]

const ANSWERS = { contact: 'security@acme.test', owner: ['@ada'], license: 'MIT', holder: 'Ada', year: 2020 }

/** Every text that strangers can set holds markup of every kind. */
// prettier-ignore
const hostile: RepositoryOptions = {
  files: {
    'package.json': JSON.stringify({ name: HOSTILE, description: HOSTILE, version: HOSTILE, author: HOSTILE, license: HOSTILE, packageManager: `pnpm@${HOSTILE}`, engines: { node: HOSTILE }, scripts: { build: HOSTILE, lint: HOSTILE, test: HOSTILE }, bugs: { email: HOSTILE } }),
    '.nvmrc': HOSTILE,
    'a | `b` <c>/Cargo.toml': '[package]\nname = "x"\nversion = "0.1.0"\n',
    'a | `b` <c>/src/lib.rs': '',
  },
  remote: `https://github.com/acme/${encodeURIComponent(HOSTILE)}`,
  history: historyOf(
    commits(...Array.from({ length: 20 }, (_, i) => `feat(${HOSTILE.slice(0, 20)}): ${String(i)} ${HOSTILE}`)).map(commit => ({ ...commit, author: { name: HOSTILE, email: HOSTILE } })),
    { tags: () => [{ name: `v1.0.0${HOSTILE}`, hash: 'a', date: '2024-01-01' }], defaultBranch: () => HOSTILE, touched: () => [{ author: { name: HOSTILE, email: HOSTILE }, date: '2024-01-01', paths: [HOSTILE] }] },
  ),
}

describe('governance files', () => {
  test.each(ALL.map(([artifact]) => [artifact.id, artifact] as const))(
    '%s: what is only partly there is offered a file',
    async (_id, artifact) => {
      const [, kind, path] = ALL.find(row => row[0] === artifact) ?? ALL[0]
      const ctx = await repository({ files: { [path]: '' }, existing: { [path]: kind } })
      if (artifact.audit(ctx).state === 'partial')
        expect((await outputsOf(artifact, ctx, ANSWERS)).length).toBeGreaterThan(0)
      expect(artifact.audit(ctx).state).not.toBe('present')
    },
  )

  test.each(ALL.map(([artifact, kind]) => [artifact.id, artifact, kind] as const))(
    '%s: what was written is found, and wanted again as it is',
    async (_id, artifact, kind) => {
      const files = { 'package.json': '{"name":"a","version":"1.0.0","license":"MIT"}' }
      const history = historyOf(commits('feat: a', 'fix: b'))
      for (const remote of [GITHUB, GITLAB]) {
        const first = await filesOf(artifact, await repository({ files, remote, history }), ANSWERS)
        const written = Object.fromEntries(first)
        const existing = Object.fromEntries(Object.keys(written).map(path => [path, kind]))
        const ours = Object.fromEntries(Object.keys(written).map(path => [path, artifact.id]))
        const after = await repository({ files: { ...files, ...written }, existing, remote, history, ours })
        expect(artifact.applies(after)).toBe(true)
        expect(artifact.audit(after).state).toBe('present')
        expect(await filesOf(artifact, after, ANSWERS)).toEqual(first)
      }
    },
  )

  test.each(ALL.map(([artifact]) => [artifact.id, artifact] as const))(
    '%s: hostile names stay text, and formatters have nothing to do',
    async (_id, artifact) => {
      const ctx = await repository(hostile)
      const files = await filesOf(artifact, ctx, ANSWERS)
      expect(files.size).toBeGreaterThan(0)
      for (const [path, text] of files) {
        expect(text).not.toMatch(/\u202e|undefined|\[object|[ \t]+$/m)
        expect(text.replace(/(`+)[^]*?\1/g, '')).not.toMatch(
          /<img|<\/script|\]\(https:\/\/evil|@everyone|https:\/\/evil|\$\{\{/,
        )
        if (/\.(md|yml)$/.test(path))
          expect(await format(text, { parser: path.endsWith('.md') ? 'markdown' : 'yaml' })).toBe(text)
      }
    },
  )

  test.each(ALL.map(([artifact]) => [artifact.id, artifact] as const))(
    '%s: can be listed before anything is known',
    async (_id, artifact) => {
      const ctx = await repository()
      expect(
        artifact.outputs(ctx, previewAnswers(artifact, ctx, {})).map(output => output.path).length,
      ).toBeGreaterThan(0)
    },
  )

  it('has an answer or a flag for everything that is asked', () => {
    for (const [artifact] of ALL)
      for (const question of artifact.questions) expect(question.placeholder).toMatch(/^<[^<>]+>$/)
  })
})
