import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/security/policy/index.ts'
import type { Tag } from '../../../src/workspace/types.ts'
import { commits, GITHUB, GITLAB, historyOf, missingOf, repository, steps, textOf } from './support.ts'

const tag = (name: string): Tag => ({ name, hash: 'a'.repeat(40), date: '2024-05-01' })
const tags = (...names: readonly string[]) => historyOf(commits('one'), { tags: () => names.map(tag) })
/** Points that OpenSSF Scorecard gives a policy: 6 for a link or an address, 3 for text beside them, 1 for two words or numbers about the process. */
function scorecard(text: string): number {
  const links = text.match(/https?:\/\/[^\s)>]+|[\w.+-]+@[\w-]+\.[\w.-]+/g) ?? []
  const rest = links.reduce((all, link) => all.replace(link, ''), text).trim()
  const process = text.match(/\b\d{1,4}\b|disclos|vuln/gi) ?? []
  return (links.length ? 6 : 0) + (rest.length > 1 ? 3 : 0) + (process.length > 1 ? 1 : 0)
}

describe('security policy', () => {
  test.each([
    ['the form of GitHub', { remote: GITHUB }, {}],
    ['an address', {}, { contact: 'security@acme.test' }],
    ['an address on GitLab', { remote: GITLAB }, { contact: 'security@acme.test' }],
  ])('has everything that Scorecard looks for, with %s', async (_case, options, answers) => {
    const text = await textOf(artifact, await repository(options), answers)
    expect(scorecard(text)).toBe(10)
    for (const heading of [
      'Supported versions',
      'Reporting a vulnerability',
      'Response times',
      'Disclosure',
      'Safe harbour',
    ])
      expect(text).toContain(`\n## ${heading}\n`)
    expect(text).toMatch(/\| 3 days .*\n.*\| 10 days .*\n.*\| 90 days/)
  })

  test.each([
    ['no host is known', {}, ['contact']],
    ['the host has no private form', { remote: GITLAB }, ['contact']],
    ['an installation of a company', { remote: 'git@github.acme.test:a/b.git' }, ['contact']],
    ['GitHub', { remote: GITHUB }, []],
    [
      'package.json names an address',
      { files: { 'package.json': '{"name":"a","bugs":{"email":"bugs@acme.test"}}' } },
      [],
    ],
  ])('asks for a contact only where nothing else is private: %s', async (_case, options, keys) => {
    expect(await missingOf(artifact, await repository(options))).toEqual(keys)
  })

  it('names no address where none is known', async () => {
    expect(await textOf(artifact, await repository({ remote: GITHUB }))).not.toMatch(/write to|in private to|undefined/)
  })

  it('names the address beside the form where both are known', async () => {
    const files = { 'package.json': '{"name":"a","bugs":{"email":"bugs@acme.test"}}' }
    const text = await textOf(artifact, await repository({ files, remote: GITHUB }))
    expect(text).toContain('(https://github.com/acme/api/security/advisories/new)')
    expect(text).toContain('write to <bugs@acme.test>')
  })

  test.each([
    [
      'tags',
      { services: ['api'], history: tags('v2.3.1', 'v2.4.0-rc.1', 'v1.9.0') },
      ['| 2.x     | yes       |', '| older   | no        |'],
    ],
    ['tags below 1.0.0', { history: tags('v0.14.1', 'v0.2.0') }, ['| 0.14.x  | yes       |']],
    [
      'a service without versions',
      { services: ['api'], history: { defaultBranch: () => 'trunk' } },
      ['what is deployed is built from the `trunk` branch'],
    ],
    [
      'a package that is published',
      { files: { 'package.json': '{"name":"a","version":"1.2.3"}' } },
      ['| 1.x     | yes       |'],
    ],
    ['nothing', {}, ['There are no releases yet', 'the default branch']],
    [
      'a private package',
      { files: { 'package.json': '{"name":"a","version":"1.2.3","private":true}' } },
      ['There are no releases yet'],
    ],
    [
      'a version that is none',
      { files: { 'package.json': '{"name":"a","version":"1.x | <b>"}' } },
      ['There are no releases yet'],
    ],
  ])('says which versions are supported, from %s', async (_case, options, parts) => {
    const text = await textOf(artifact, await repository(options), { contact: 'security@acme.test' })
    for (const part of parts) expect(text).toContain(part)
  })

  it('tells to switch the form on, with the page, where the policy sends people there', async () => {
    expect(steps(artifact, await repository({ remote: GITHUB }))).toContain(
      'https://github.com/acme/api/settings/security_analysis',
    )
    expect(steps(artifact, await repository({ remote: GITLAB }))).not.toContain('http')
  })

  test.each([
    ['Report a vulnerability to a@b.test; we answer within 3 days and disclose it after 90.', 'present'],
    ['Use "Report a vulnerability"; disclosure after two weeks.', 'present'],
    ['Write to a@b.test about a vulnerability; disclosure follows.', 'partial', /when a report is answered/],
    ['Vulnerabilities are disclosed within 3 days.', 'partial', /names no address/],
    ['Mail a@b.test', 'partial', /how vulnerabilities are handled/],
    ['', 'partial', /is empty/],
  ])('a policy that says %j is %s', async (text, state, reason = /found/) => {
    const presence = artifact.audit(
      await repository({ files: { 'SECURITY.md': text }, existing: { 'SECURITY.md': 'security-policy' } }),
    )
    expect(presence.state).toBe(state)
    expect(presence.reason).toMatch(reason)
  })
})
