import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect, type Evidence } from '../../../src/detect/index.ts'
import { memory, openDisk } from '../../../src/workspace/index.ts'
import type { Workspace } from '../../../src/workspace/types.ts'
import { cargo, factsOf, manifest, said } from './read.ts'

const server = manifest({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } })
const code = `require('express')().listen(3000)\n`

describe('broken files become problems with a place, and the rest is read all the same', () => {
  it.each([
    ['JSON', 'broken/package.json', '{\n  "name": "x",\n  "scripts": {,}\n}\n', 3, 'is not valid JSON'],
    ['TOML', 'broken/Cargo.toml', '[package]\nname = "x"\nversion = "1.0\nedition = "2021"\n', 3, 'is not valid TOML'],
    ['YAML', 'pnpm-workspace.yaml', 'packages:\n  - "a\n', undefined, 'is not valid YAML'],
    ['a workflow', '.github/workflows/ci.yml', 'on: push\njobs: [}\n', 2, 'is not valid YAML'],
  ])('%s', async (_, path, text, line, message) => {
    const facts = await factsOf({ [path]: text, 'api/package.json': server, 'api/a.js': code })
    expect(facts.services.map(s => s.path)).toEqual(['api'])
    const [problem] = facts.problems
    expect(problem?.path).toBe(path)
    expect(problem?.message).toContain(message)
    if (line !== undefined) expect(problem?.line).toBe(line)
  })

  it('also when they are nested without end, or refer to themselves', async () => {
    const facts = await factsOf({
      'deep/package.json': '['.repeat(60_000),
      'compose.yaml': 'services: &a\n  x: *a\n  y: [*a, *a, *a]\n',
      'api/package.json': server,
      'api/a.js': code,
    })
    expect(facts.services.map(s => s.path)).toEqual(['api'])
  })

  it('names that mean something to the language are only names', async () => {
    const facts = await factsOf({
      'package.json':
        '{ "name": "__proto__", "scripts": { "__proto__": "x", "constructor": "node a.js", "start": "node a.js" }, "dependencies": { "__proto__": "1", "toString": "2", "express": "5" } }',
      'a.js': code,
    })
    expect(facts.services.map(s => [said(s.name), said(s.startScript)])).toEqual([['__proto__', 'start']])
    expect(Object.keys({})).toEqual([])
  })
})

it('never reads the state folder', async () => {
  const asked: string[] = []
  const base = memory({
    'package.json': server,
    'a.js': code,
    '.prod-ready/config.yaml': 'port: 1\n',
    'sub/.prod-ready/package.json': server,
  })
  const spy: Workspace = { ...base, read: (path, max) => (asked.push(path), base.read(path, max)) }
  await detect(spy)
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter(path => path.includes('.prod-ready'))).toEqual([])
})

it('follows circles of imports, scripts and packages to an end', async () => {
  const facts = await factsOf({
    'package.json': manifest({ private: true, workspaces: ['a', 'b'] }),
    'a/package.json': manifest({
      name: 'a',
      dependencies: { b: 'workspace:*', express: '5' },
      scripts: { start: 'npm run serve', serve: 'npm run start' },
    }),
    'a/index.js': `import { port } from './x.js'\nexport const app = express()\napp.listen(port)\n`,
    'a/x.js': `export { port } from './y.js'\n`,
    'a/y.js': `import { other } from './x.js'\nexport const port = other ?? port\nexport * from './x.js'\n`,
    'b/package.json': manifest({ name: 'b', dependencies: { a: 'workspace:*' } }),
  })
  expect(facts.services.map(s => [s.path, said(s.startCommand)])).toEqual([['a', ['node', 'index.js']]])
})

it.each([
  ['one after the other', Array(25).fill('npm run start').join(' && ')],
  ['side by side', `concurrently ${Array(25).fill('npm:start').join(' ')}`],
])('follows scripts that call themselves many times to an end: %s', async (_, start) => {
  const facts = await factsOf({ 'package.json': manifest({ scripts: { start }, dependencies: { express: '5' } }) })
  expect(facts.services).toEqual([])
})

it('gives any text that may stand in a source file an answer', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '(',
        ')',
        '[',
        ']',
        '"',
        "'",
        '`',
        '#',
        '!',
        '::',
        '.',
        'fn ',
        'let x = ',
        'use a::',
        'app.listen(',
        'TcpListener::bind(',
        'process.env.',
        '\n',
        'nest("/a", ',
        '=> ',
        '//',
        '/*',
      ),
      maxLength: 60,
    }),
  )
  await fc.assert(
    fc.asyncProperty(text, async source => {
      const facts = await factsOf({
        'a.js': source,
        'package.json': server,
        'Cargo.toml': cargo(['axum = "0.8"']),
        'src/main.rs': `fn main() { axum::serve(l, a); }\n${source}`,
      })
      expect(facts.projects).toHaveLength(2)
    }),
    { numRuns: 60, seed: 7 },
  )
})

describe('evidence', () => {
  const fixtures = fileURLToPath(new URL('../../repos', import.meta.url))
  const names = readdirSync(fixtures, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)

  it.each(names)('of %s is verbatim, and the answer is the same the second time', async name => {
    const ws = openDisk(`${fixtures}/${name}`)
    const facts = await detect(ws)
    for (const { path, line, snippet } of evidenceIn(facts)) {
      if (path === '.git') continue
      expect(ws.has(path), path).toBe(true)
      if (line !== undefined && snippet !== undefined)
        expect((ws.read(path) ?? '').split('\n')[line - 1]).toContain(snippet.replace(/…$/, ''))
    }
    expect(facts.services.every(service => service.workload.evidence.length > 0)).toBe(true)
    expect(JSON.stringify(await detect(openDisk(`${fixtures}/${name}`)))).toBe(JSON.stringify(facts))
  })
})

function evidenceIn(value: unknown): readonly Evidence[] {
  if (Array.isArray(value)) return value.flatMap(evidenceIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'evidence' in value ? (value as { readonly evidence: Evidence | readonly Evidence[] }).evidence : []
  return [...[own].flat(), ...Object.values(value).flatMap(evidenceIn)]
}
