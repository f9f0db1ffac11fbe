import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/governance/license/index.ts'
import { CHOICES, namesHolder } from '../../../generators/governance/license/texts.ts'
import { commits, filesOf, historyOf, missingOf, outputsOf, repository, textOf } from './support.ts'

const npm = (fields: object): string => JSON.stringify({ name: 'api', version: '1.0.0', ...fields })
const git = historyOf([
  {
    hash: 'a'.repeat(40),
    author: { name: 'Grace Hopper', email: 'grace@acme.test' },
    date: '2019-03-01',
    subject: 'start',
  },
])
const spdx = (id: string): string =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../node_modules/spdx-license-list/licenses/${id}.json`, import.meta.url), 'utf8'),
    ) as { licenseText: string }
  ).licenseText

/** Words without the line breaks, which the SPDX rules for matching ignore. */
const words = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe('licence', () => {
  it("writes the text of the manifest's licence with the year of the first commit and the author of the manifest", async () => {
    const ctx = await repository({
      files: { 'package.json': npm({ license: 'MIT', author: 'Ada Lovelace <ada@acme.test> (https://acme.test)' }) },
      history: git,
    })
    const text = await textOf(artifact, ctx)
    expect(text).toContain('Copyright (c) 2019 Ada Lovelace\n')
    expect(words(text)).toBe(words(spdx('MIT').replace('<year> <copyright holders>', '2019 Ada Lovelace')))
  })

  test.each(CHOICES.filter(choice => !choice.includes(' OR ')))(
    '%s is the text of the SPDX list, with nothing changed but the notice',
    async id => {
      const ctx = await repository({ history: git })
      const text = await textOf(artifact, ctx, { license: id, holder: 'Ada & Söhne', year: 2020 })
      expect(text.includes('2020')).toBe(namesHolder(id))
      expect(text).not.toMatch(/\{\{|<copyright holders>|<owner>|AUTHOR EMAIL|Internet Systems Consortium/)
      const inOriginal = new Set(spdx(id).split('\n').map(words))
      const changed = text
        .split('\n')
        .map(words)
        .filter(line => !inOriginal.has(line))
      const allowed =
        id === 'ISC' ? [/^Copyright/, /^THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS/] : [/^Copyright/]
      expect(changed.filter(line => !allowed.some(pattern => pattern.test(line)))).toEqual([])
      expect(changed.some(line => line.includes('2020') && line.includes('Ada & Söhne'))).toBe(namesHolder(id))
    },
  )

  test.each([
    ['MIT OR Apache-2.0', ['LICENSE-MIT', 'LICENSE-APACHE']],
    ['MIT/Apache-2.0', ['LICENSE-MIT', 'LICENSE-APACHE']],
    ['Apache-2.0 OR MIT', ['LICENSE-MIT', 'LICENSE-APACHE']],
    ['(MIT OR Unlicense)', ['LICENSE-MIT', 'LICENSE-Unlicense']],
    ['GPL-3.0', ['LICENSE']],
    ['apache-2.0', ['LICENSE']],
  ])('%s becomes %j', async (license, paths) => {
    const ctx = await repository({
      files: {
        'Cargo.toml': `[package]\nname = "a"\nversion = "0.1.0"\nedition = "2024"\nlicense = "${license}"\nauthors = ["Ada"]\n`,
        'src/lib.rs': '',
      },
      history: git,
    })
    expect([...(await filesOf(artifact, ctx)).keys()]).toEqual(paths)
  })

  test.each([
    ['nothing is known', {}, ['license', 'holder', 'year']],
    ['the licence is known, and nothing else', { 'package.json': npm({ license: 'MIT' }) }, ['holder', 'year']],
    ['the text names nobody', { 'package.json': npm({ license: 'Apache-2.0' }) }, []],
    [
      'the author is a placeholder',
      { 'package.json': npm({ license: 'MIT', author: 'Your Name <you@example.com>' }) },
      ['holder', 'year'],
    ],
    [
      'the author is an address',
      { 'package.json': npm({ license: 'MIT', author: 'ada@acme.test' }) },
      ['holder', 'year'],
    ],
    [
      'two manifests disagree on the author',
      {
        'package.json': npm({ license: 'MIT', author: 'Ada', workspaces: ['a'] }),
        'a/package.json': npm({ author: 'Bob' }),
      },
      ['holder', 'year'],
    ],
  ])('asks only what nobody but the user can know: %s', async (_case, files, keys) => {
    expect(await missingOf(artifact, await repository({ files }))).toEqual(keys)
  })

  it('offers the main author as holder, but does not take the author for the holder', async () => {
    const ctx = await repository({
      files: { 'package.json': npm({ license: 'MIT' }) },
      history: historyOf(commits('one', 'two')),
    })
    expect(await missingOf(artifact, ctx)).toEqual(['holder'])
    expect(artifact.questions.find(question => question.key === 'holder')?.known?.(ctx)).toMatchObject({
      value: 'Ada',
      certainty: 'likely',
    })
  })

  test.each([
    ['all packages are private', { 'package.json': npm({ private: true }) }, /private/],
    ['the owner keeps all rights', { 'package.json': npm({ license: 'UNLICENSED' }) }, /UNLICENSED/],
    ['the terms are elsewhere', { 'package.json': npm({ license: 'SEE LICENSE IN terms.pdf' }) }, /owner's own/],
    ['the text is not shipped', { 'package.json': npm({ license: 'EUPL-1.2' }) }, /EUPL-1\.2/],
  ])('does not apply where %s', async (_case, files, reason) => {
    expect(artifact.applies(await repository({ files }))).toMatch(reason)
  })

  it('applies to a private package that names an open licence', async () => {
    expect(
      artifact.applies(await repository({ files: { 'package.json': npm({ private: true, license: 'MIT' }) } })),
    ).toBe(true)
  })

  it('names the licence in manifests that may be published and say nothing', async () => {
    const files = {
      'package.json': npm({ private: true, workspaces: ['open', 'closed'] }),
      'open/package.json': npm({ name: 'open' }),
      'closed/package.json': npm({ name: 'closed', private: true }),
    }
    const outputs = await outputsOf(artifact, await repository({ files, history: git }), {
      license: 'Apache-2.0',
      holder: 'Ada',
    })
    expect(outputs.filter(output => output.type === 'edit')).toMatchObject([
      { path: 'open/package.json', format: 'json', changes: [{ path: ['license'], value: 'Apache-2.0' }] },
    ])
  })

  it('leaves a crate alone that says its licence in another way', async () => {
    const files = {
      'Cargo.toml': '[package]\nname = "a"\nversion = "0.1.0"\nlicense-file = "TERMS"\n',
      'src/lib.rs': '',
    }
    expect(
      (await outputsOf(artifact, await repository({ files, history: git }), { license: 'MIT', holder: 'Ada' })).map(
        output => output.path,
      ),
    ).toEqual(['LICENSE'])
  })

  it('wants its edit again when it finds the field that it wrote', async () => {
    const files = { 'package.json': npm({ license: 'MIT', author: 'Ada' }), LICENSE: 'MIT License\n' }
    const ctx = await repository({
      files,
      existing: { LICENSE: 'license' },
      ours: { 'package.json': 'governance/license', LICENSE: 'governance/license' },
      history: git,
    })
    expect((await outputsOf(artifact, ctx)).map(output => output.path)).toEqual(['LICENSE', 'package.json'])
  })

  it('keeps a licence text of the user as the only one', async () => {
    const files = { COPYING: 'the terms', 'package.json': npm({ author: 'Ada' }) }
    const ctx = await repository({ files, existing: { COPYING: 'license' }, history: git })
    expect((await outputsOf(artifact, ctx, { license: 'MIT' })).map(output => output.path)).toEqual(['package.json'])
  })

  it('names the licence of a text that is not shipped in the manifest', async () => {
    const text = 'European Union Public Licence v. 1.2\n'
    const ctx = await repository({
      files: { LICENSE: text, 'package.json': npm({}) },
      existing: { LICENSE: 'license' },
    })
    const known = {
      ...ctx,
      facts: {
        ...ctx.facts,
        repository: {
          ...ctx.facts.repository,
          license: { value: 'EUPL-1.2', certainty: 'certain' as const, evidence: [] },
        },
      },
    }
    expect(artifact.audit(known)).toMatchObject({ state: 'partial', reason: 'package.json does not name the licence' })
    for (const given of [{}, { license: 'MIT' }]) {
      expect(await outputsOf(artifact, known, given)).toMatchObject([
        { path: 'package.json', changes: [{ value: 'EUPL-1.2' }] },
      ])
    }
  })

  test.each([
    ['MIT', []],
    ['AGPL-3.0-or-later', ['AGPL-3.0-or-later']],
    ['AGPL-3.0-only', ['AGPL-3.0-only']],
    ['GPL-3.0-only', []],
  ])('takes the answer %s for a text of the AGPL only where it says which one', async (license, written) => {
    const ctx = await repository({
      files: { LICENSE: spdx('AGPL-3.0-only'), 'package.json': npm({}) },
      existing: { LICENSE: 'license' },
    })
    expect(ctx.facts.repository.license).toMatchObject({ value: 'AGPL-3.0-only', certainty: 'likely' })
    const changes = (await outputsOf(artifact, ctx, { license })).flatMap(output =>
      output.type === 'edit' ? output.changes.map(change => change.value) : [],
    )
    expect(changes).toEqual(written)
  })

  test.each([
    ['', 'LICENSE is empty'],
    ['MIT License\n\nCopyright (c) [year] [fullname]\n', 'the copyright notice in LICENSE is not filled in'],
  ])('a text that says %j is only part of a licence', async (text, reason) => {
    const ctx = await repository({ files: { LICENSE: text }, existing: { LICENSE: 'license' } })
    expect(artifact.audit(ctx)).toMatchObject({ state: 'partial', reason })
  })

  it('takes the example in the Apache licence for what it is', async () => {
    const text = spdx('Apache-2.0')
    expect(artifact.audit(await repository({ files: { LICENSE: text }, existing: { LICENSE: 'license' } })).state).toBe(
      'present',
    )
  })

  it('puts a hostile name on one line, as it is', async () => {
    const text = await textOf(artifact, await repository({ history: git }), {
      license: 'MIT',
      holder: 'A\n\u202eB {{year}}',
      year: 2020,
    })
    expect(text).toContain('\nCopyright (c) 2020 A B {{year}}\n')
  })
})
