import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { artifact } from '../../../generators/governance/code-of-conduct/index.ts'
import { problemWith } from '../../../src/engine/questions.ts'
import { missingOf, repository, textOf } from './support.ts'

const covenant = readFileSync(
  new URL('../../../node_modules/covgen/CODE_OF_CONDUCT.md', import.meta.url),
  'utf8',
).trimStart()
const bugs = (email: string): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'a', bugs: { email } }),
})

describe('code of conduct', () => {
  it('is the Contributor Covenant 2.1, word for word but for the contact', async () => {
    const text = await textOf(artifact, await repository(), { contact: 'conduct@acme.test' })
    const address = /[\w.+-]+@[\w.-]+\w/.exec(covenant)?.[0] ?? ''
    expect(text.replace('<conduct@acme.test>', address)).toBe(covenant.replace(/^\* /gm, '- '))
    expect(text).toContain('## Attribution')
    expect(text).not.toContain(address)
  })

  it('takes the address for reports that package.json names', async () => {
    expect(await textOf(artifact, await repository({ files: bugs('help@acme.test') }))).toContain('<help@acme.test>')
  })

  test.each([
    ['nothing', {}],
    ['an address that nobody reads', bugs('12345+ada@users.noreply.github.com')],
    ['an example', bugs('you@example.com')],
    ['no address', bugs('ada at acme')],
    ['a manifest that does not parse', { 'package.json': '{"bugs": {"email": ' }],
  ])('asks for a contact when the repository names %s', async (_case, files) => {
    expect(await missingOf(artifact, await repository({ files }))).toEqual(['contact'])
  })

  test.each([
    ['security@laws.invalid', true],
    ["o'neill+x@sub.acme.test", true],
    ['https://acme.test/conduct?x=1', true],
    ['http://acme.test', false],
    ['no-reply@acme.test', false],
    ['ada@', false],
    ['ada', false],
    ['<script>@acme.test', false],
    ['a b@acme.test', false],
    ['https://acme.test/> [x](y)', false],
    ['you@example.org', false],
  ])('a contact may be %s: %s', (value, good) => {
    const question = artifact.questions[0]
    if (!question) throw new Error('no question')
    expect(problemWith(question, value) === undefined).toBe(good)
  })

  test.each([
    ['# Be kind\n\nWrite to a@b.test.', 'present'],
    ['reported at [INSERT CONTACT METHOD].', 'partial'],
    ['', 'partial'],
  ])('a text that says %j is %s', async (text, state) => {
    expect(
      artifact.audit(
        await repository({
          files: { 'CODE_OF_CONDUCT.md': text },
          existing: { 'CODE_OF_CONDUCT.md': 'code-of-conduct' },
        }),
      ).state,
    ).toBe(state)
  })
})
