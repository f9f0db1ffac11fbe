import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detect, type Facts } from '../../../src/detect/index.ts'
import { memory } from '../../../src/workspace/index.ts'
import { cargo, manifest, type Files } from './read.ts'
import { stopwatch } from '../../support/processor.ts'

/** A repository that has a file of every kind that is parsed. */
const whole: Files = {
  'package.json': manifest({
    main: 'src/index.js',
    workspaces: ['apps/*'],
    dependencies: { express: '5', pg: '8' },
    scripts: { start: 'node src/index.js', build: 'tsc' },
  }),
  'pnpm-workspace.yaml': 'packages:\n  - apps/*\n',
  'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
  'nest-cli.json': '{ "projects": { "a": { "type": "application", "root": "apps/a", "sourceRoot": "apps/a/src" } } }',
  'src/index.js': `import express from 'express'\nconst app = express()\napp.get('/health', (q, s) => s.send('ok'))\napp.listen(process.env.PORT ?? 3000)\n`,
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
  'core/Cargo.toml': cargo(['axum = "0.8"', 'clap = "4"'], '[features]\ndefault = ["a"]\na = ["axum/http2"]\n'),
  'core/Cargo.lock': '[[package]]\nname = "axum"\nversion = "0.8.1"\n',
  'core/src/main.rs': `#[derive(Parser)]\nstruct Args { #[arg(long, default_value = "0.0.0.0:8080")] listen: String }\nasync fn main() { let l = TcpListener::bind(args.listen).await; axum::serve(l, Router::new().route("/health", get(h))).await; }\n`,
  'core/config/default.toml': '[server]\nport = 8080\n',
  Dockerfile: 'FROM node:22\nENV PORT=3000\nEXPOSE ${PORT}\nCMD ["node", "src/index.js"]\n',
  'compose.yaml': 'services:\n  api:\n    build: .\n    environment:\n      PORT: 3000\n',
  '.github/workflows/release.yml': 'on: push\njobs:\n  a:\n    steps:\n      - run: docker build .\n',
  'k8s/api.yaml': 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  image: api\n',
  '.env': 'PORT=3000\n',
  LICENSE: 'MIT License\n',
}
const names = Object.keys(whole)

/** Seconds of processor that a file may cost. */
const BOUND = 2

async function timed(files: Files): Promise<readonly [facts: Facts, seconds: number]> {
  const used = stopwatch()
  const facts = await detect(memory(files))
  // Routes and variables are worked out when they are asked for: all of it must hold.
  JSON.stringify(facts)
  return [facts, used()]
}

it('reads the whole repository that the tests below break', async () => {
  const [{ services, problems }] = await timed(whole)
  expect(services.map(s => [s.path, s.port?.value])).toEqual([
    ['core', 8080],
    ['.', 3000],
  ])
  expect(problems).toEqual([])
})

describe('never fails, and answers in time, where a file', () => {
  const file = fc.constantFrom(...names)
  const runs = { numRuns: 60, seed: 11 }

  it('is any text', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.string({ unit: 'binary', maxLength: 400 }), async (name, text) => {
        const [, seconds] = await timed({ ...whole, [name]: text })
        expect(seconds).toBeLessThan(BOUND)
      }),
      runs,
    )
  })

  it('is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.double({ min: 0, max: 1, noNaN: true }), async (name, part) => {
        const text = whole[name] ?? ''
        const [, seconds] = await timed({ ...whole, [name]: text.slice(0, Math.floor(text.length * part)) })
        expect(seconds).toBeLessThan(BOUND)
      }),
      runs,
    )
  })

  it('has a piece exchanged for another one, or for a name that means something to the language', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        '../../..',
        '/etc',
        '${',
        '{{',
        '"',
        "'",
        '[',
        '}',
        '\0',
        '\uFEFF',
        '&a *a',
        'null',
        '1e999',
        '-1',
      ),
      fc.string({ maxLength: 8 }),
    )
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), fc.nat(30), piece, async (name, from, length, text) => {
        const old = whole[name] ?? ''
        const at = from % (old.length + 1)
        const [, seconds] = await timed({ ...whole, [name]: old.slice(0, at) + text + old.slice(at + length) })
        expect(seconds).toBeLessThan(BOUND)
      }),
      { numRuns: 150, seed: 11 },
    )
    expect(Object.keys({})).toEqual([])
  })
})

describe('what is nested without end is refused, and the rest is read', () => {
  const deep = 50_000
  it.each([
    ['JSON', 'x/package.json', '[{"a":'.repeat(deep)],
    ['TOML', 'x/Cargo.toml', `a = ${'['.repeat(deep)}`],
    ['tables of TOML', 'x/Cargo.toml', `a = ${'{ a = '.repeat(deep)}`],
    ['flow of YAML', 'compose.yml', `a: ${'['.repeat(deep)}`],
    ['lists of YAML', 'compose.yml', '- '.repeat(deep)],
    ['maps of YAML', 'compose.yml', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['keys of YAML', 'compose.yml', '? '.repeat(deep)],
    [
      'anchors of YAML',
      'compose.yml',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${String(i)}: &b${String(i)} [*a, *a]\n`).join('')}`,
    ],
    ['a script', 'src/x.js', `export const a = ${'('.repeat(deep)}`],
    [
      'a script that the entry imports',
      'src/index.js',
      `import express from 'express'\nconst a = ${'['.repeat(deep)}\nexpress().listen(3000)`,
    ],
    ['Rust', 'core/src/a.rs', `fn serve() { ${'{ '.repeat(deep)} axum::serve`],
    ['a chain of methods', 'core/src/a.rs', `fn serve() { a${'.route("/health", get(h))'.repeat(5000)}; }`],
  ])('%s', async (_, path, text) => {
    const [facts, seconds] = await timed({ ...whole, [path]: text })
    expect(seconds).toBeLessThan(BOUND)
    expect(facts.services.map(s => s.path)).toContain('core')
  })
})

describe('two million characters on one line cost neither time nor memory', () => {
  it.each([
    ['a script', 'src/x.js', 'var a=1;'],
    ['the entry', 'src/index.js', 'app.listen(3000);'],
    ['Rust', 'core/src/a.rs', 'fn a(){axum::serve(b)}'],
    ['JSON', 'x/package.json', '{"a":1},'],
    ['TOML', 'x/Cargo.toml', 'a = 1 # '],
    ['YAML', 'compose.yml', 'a: b, '],
    ['a Dockerfile', 'x/Dockerfile', 'EXPOSE 3000 \\ '],
    ['a lock file', 'core/Cargo.lock', '[[package]] name = "a" '],
    ['a licence', 'LICENSE', 'Permission is hereby granted '],
    ['variables', '.env', 'PORT=3000 '],
    ['a manifest of Kubernetes', 'k8s/x.yaml', 'image: a '],
    ['an nginx configuration', 'nginx.conf', 'listen 80; '],
    ['a schema', 'prisma/schema.prisma', 'datasource db { '],
  ])('%s', async (_, path, unit) => {
    const text = unit.repeat(Math.floor(2_000_000 / unit.length))
    const before = process.memoryUsage().rss
    const [facts, seconds] = await timed({ ...whole, [path]: text })
    expect(seconds).toBeLessThan(BOUND)
    expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024)
    expect(facts.services.length).toBeGreaterThan(0)
  })
})
