import { describe, expect, it } from 'vitest'
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser'
import { artifact as dependencyAudit } from '../../../generators/cicd/dependency-audit/index.ts'
import { artifact as ci } from '../../../generators/cicd/build-test/index.ts'
import { artifact } from '../../../generators/quality/lint/index.ts'
import { artifact as load } from '../../../generators/testing/load/index.ts'
import { artifact as policy } from '../../../generators/security/policy/index.ts'
import { add, CARGO, manifest, text, type Files } from '../cicd/support.ts'
import { runs } from '../cicd/workflow-text.ts'

const MAIN = { 'src/main.rs': 'fn main() {}\n' }
const toml = (source: string): Record<string, unknown> => getStaticTOMLValue(parseTOML(source))
const json = (
  source: string,
): { readonly scripts: Record<string, string>; readonly devDependencies?: Record<string, string> } =>
  JSON.parse(source) as never
const prettier = manifest({ format: 'prettier --write .' }, { devDependencies: { prettier: '^3.0.0' } })
const WARN = { level: 'warn', priority: -1 }

describe('Rust: lints that warn', () => {
  it('in the manifest of a crate', async () => {
    const result = await add([artifact], { 'Cargo.toml': CARGO, ...MAIN })
    expect(toml(text(result, 'Cargo.toml'))['lints']).toEqual({ rust: { unused: WARN }, clippy: { all: WARN } })
    expect(text(result, 'Cargo.toml').startsWith(CARGO)).toBe(true)
  })

  it('once in a workspace, and inherited by members without lints of their own', async () => {
    const own = '\n[lints.rust]\nunsafe_code = "forbid"\n'
    const result = await add([artifact], {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': CARGO,
      'a/src/main.rs': 'fn main() {}\n',
      'b/Cargo.toml': CARGO.replace('harbour', 'b') + own,
      'b/src/lib.rs': '\n',
    })
    expect(Object.keys(result.texts)).toEqual(['Cargo.toml', 'a/Cargo.toml'])
    expect(toml(text(result, 'Cargo.toml'))['workspace']).toMatchObject({
      lints: { rust: { unused: WARN }, clippy: { all: WARN } },
    })
    expect(toml(text(result, 'a/Cargo.toml'))['lints']).toEqual({ workspace: true })
  })

  it.each<[string, Files]>([
    ['levels of the user', { 'Cargo.toml': `${CARGO}\n[lints.clippy]\npedantic = "warn"\n` }],
    ['levels with dots', { 'Cargo.toml': `lints.rust.unused = "deny"\n${CARGO}` }],
    [
      'a workflow that denies warnings',
      {
        'Cargo.toml': CARGO,
        '.github/workflows/a.yml': 'jobs:\n  a:\n    steps:\n      - run: cargo clippy -- -D warnings\n',
      },
    ],
    ['a toolchain that does not read them', { 'Cargo.toml': CARGO, 'rust-toolchain': '1.70.0\n' }],
    ['a nightly that does not read them', { 'Cargo.toml': CARGO, 'rust-toolchain': 'nightly-2021-03-01\n' }],
  ])('%s: nothing is written', async (_, files) => {
    expect((await add([artifact], { ...MAIN, ...files })).texts).toEqual({})
  })

  it('with the workflow, every part is there', async () => {
    const result = await add([artifact, ci], { 'Cargo.toml': CARGO, ...MAIN })
    expect(artifact.audit(result.before).state).toBe('absent')
    expect(artifact.audit(result.after).state).toBe('present')
  })
})

describe('Node: what is missing is added', () => {
  const own = { lint: 'eslint .', 'lint:fix': 'eslint . --fix' }
  const layout = { format: 'prettier --write .', 'format:check': 'prettier --check .' }

  it.each<[string, Files, object, readonly string[]]>([
    [
      'everything, for JavaScript',
      { 'package.json': manifest({}) },
      { ...own, ...layout, knip: 'knip' },
      ['@eslint/js', 'eslint', 'globals', 'knip', 'prettier'],
    ],
    [
      'everything, for TypeScript',
      { 'package.json': manifest({}, { devDependencies: { typescript: '^5.9.0' } }), 'tsconfig.json': '{}' },
      { ...own, ...layout, knip: 'knip', typecheck: 'tsc --noEmit' },
      ['@eslint/js', 'eslint', 'globals', 'knip', 'prettier', 'typescript', 'typescript-eslint'],
    ],
    [
      'knip beside Biome',
      {
        'package.json': manifest({ lint: 'biome check .' }, { devDependencies: { '@biomejs/biome': '2.0.0' } }),
        'biome.json': '{}',
      },
      { lint: 'biome check .', 'format:check': 'biome format .', knip: 'knip' },
      ['@biomejs/biome', 'knip'],
    ],
    [
      'nothing for TypeScript that no linter reads',
      {
        'package.json': manifest({}, { devDependencies: { typescript: '^7.0.2' } }),
        'tsconfig.json': '{"references": []}',
      },
      { ...layout, knip: 'knip' },
      ['knip', 'prettier', 'typescript'],
    ],
    [
      'no script beside a task runner',
      { 'package.json': manifest({ lint: 'nx lint' }, { devDependencies: { nx: '^20.0.0', prettier: '^3.0.0' } }) },
      { lint: 'nx lint', knip: 'knip' },
      ['knip', 'nx', 'prettier'],
    ],
  ])('%s', async (_, files, scripts, tools) => {
    const result = await add([artifact], files)
    const { scripts: found, devDependencies } = json(text(result, 'package.json'))
    expect(found).toEqual(scripts)
    expect(Object.keys(devDependencies ?? {}).sort()).toEqual(tools)
  })

  it('no second type check beside the one that is there, whatever its name', async () => {
    const result = await add([artifact], {
      'package.json': manifest({ check: 'tsc' }, { devDependencies: { typescript: '^5.0.0' } }),
      'tsconfig.json': '{}',
    })
    expect(json(text(result, 'package.json')).scripts).not.toHaveProperty('typecheck')
  })

  it('a configuration that git ignores stays, and nothing is added beside it', async () => {
    const files = { 'package.json': manifest({}), 'knip.json': '{}' }
    const result = await add([artifact], files, { ignored: ['knip.json'] })
    expect(Object.keys(result.texts)).not.toContain('knip.json')
    expect(text(result, 'package.json')).not.toContain('knip')
  })

  it.each<[string, Files]>([
    ['nothing', {}],
    ['quotes and semicolons', { '.prettierrc': 'singleQuote: true\nsemi: false\nprintWidth: 120\n' }],
    ['other indents of other files', { '.editorconfig': '[*]\nindent_size = 2\n[*.rs]\nindent_size = 4\n' }],
    [
      'the layout that is usual anyway',
      { '.prettierrc.json': '{ "tabWidth": 2, "overrides": [{ "files": "*.md" }] }' },
    ],
  ])('a Prettier of the user that asks for %s leaves alone the state only', async (_, files) => {
    const result = await add([artifact, policy], { 'package.json': prettier, ...files })
    expect(text(result, '.prettierignore')).toBe('.prod-ready/\n')
  })

  it.each<[string, Files]>([
    ['what only its code tells', { 'prettier.config.js': 'module.exports = {}\n' }],
    ['tabs, in .editorconfig', { '.editorconfig': '[*]\nindent_style = tab\n' }],
  ])('a Prettier of the user that asks for %s leaves alone what was written', async (_, files) => {
    const result = await add([artifact, policy], { 'package.json': prettier, '.prettierignore': 'dist\n', ...files })
    const lines = text(result, '.prettierignore').split('\n')
    expect(lines.slice(0, 2)).toEqual(['dist', '.prod-ready/'])
    expect(lines).toContain('SECURITY.md')
    expect(lines).not.toContain('package.json')
  })

  it('plugins of the user’s Prettier are about code', async () => {
    const result = await add([artifact, policy], { 'package.json': prettier, '.prettierrc': '{ "plugins": ["sort"] }' })
    expect(text(result, '.prettierignore')).toContain('\neslint.config.mjs\n')
    expect(text(result, '.prettierignore')).not.toContain('SECURITY.md')
  })

  it.each([
    ['^2.7.1', true],
    ['^3.3.0', true],
    ['^3.4.0', false],
  ])('Prettier %s pads lists to a width of four: %s', async (range, alone) => {
    const result = await add([artifact, policy], {
      'package.json': manifest({}, { devDependencies: { prettier: range }, prettier: { tabWidth: 4 } }),
    })
    expect(text(result, '.prettierignore').includes('\nSECURITY.md\n')).toBe(alone)
  })

  it('what knip cannot see is not asked for', async () => {
    const files = { 'package.json': manifest({}), 'yarn.lock': '# yarn lockfile v1\n' }
    const esm = await add([artifact, dependencyAudit], { ...files, 'src/a.js': 'export const a = 1\n' })
    expect(JSON.parse(text(esm, 'knip.json'))).not.toHaveProperty('exclude')
    expect(JSON.parse(text(esm, 'knip.json'))).toHaveProperty('ignoreBinaries', ['audit'])
    const commonjs = await add([artifact], { ...files, 'src/a.js': "const fs = require('fs')\nmodule.exports = fs\n" })
    expect(JSON.parse(text(commonjs, 'knip.json'))).toHaveProperty('exclude', ['exports'])
  })

  it('programs in folders of examples are entries: nothing imports them', async () => {
    const result = await add([artifact], {
      'package.json': manifest({}),
      'index.js': '',
      'examples/mvc/app.js': '',
      'examples/auth.js': '',
      'bench/run.ts': '',
      'lib/examples/a.js': '',
    })
    expect(JSON.parse(text(result, 'knip.json'))).toMatchObject({
      entry: ['bench/**/*.ts', 'examples/**/*.js', 'index.js'],
    })
  })

  it('no script and no dependency of the user is changed', async () => {
    const scripts = { format: 'my-formatter', lint: 'my-linter', knip: 'my-knip', typecheck: 'my-checker' }
    const result = await add([artifact], {
      'package.json': manifest(scripts, { devDependencies: { typescript: '^5.0.0' } }),
      'tsconfig.json': '{}',
    })
    const { scripts: found, devDependencies } = json(
      result.texts['package.json'] ?? result.before.ws.read('package.json') ?? '',
    )
    expect(found).toMatchObject(scripts)
    expect(devDependencies).toMatchObject({ typescript: '^5.0.0' })
    expect(devDependencies).not.toHaveProperty('eslint')
  })

  it.each<[string, object, Readonly<Record<string, string | undefined>>]>([
    ['Node 24', { engines: { node: '24' } }, { eslint: '^10.15.0', knip: '~6.42.1' }],
    ['Node 22.11', { engines: { node: '22.11.0' } }, { eslint: '^9.39.5', knip: undefined }],
    ['Node 18', { engines: { node: '18' } }, { eslint: '^9.39.5', knip: undefined }],
    ['Node 16', { engines: { node: '16' } }, { eslint: undefined, prettier: '^3.10.1' }],
  ])('releases of tools fit %s', async (_, rest, wanted) => {
    const { devDependencies } = json(
      text(await add([artifact], { 'package.json': manifest({}, rest) }), 'package.json'),
    )
    for (const [tool, range] of Object.entries(wanted)) expect(devDependencies?.[tool]).toBe(range)
  })

  it('says what cannot be added yet', async () => {
    const result = await add([artifact], { 'package.json': manifest({}, { engines: { node: '16' } }) })
    expect(artifact.next?.(result.after, {})).toHaveLength(2)
  })

  it('a linter above or in a member is a linter', async () => {
    const files = {
      'package.json': manifest({}, { workspaces: ['a'] }),
      'a/package.json': manifest({}),
      'a/.eslintrc.json': '{}',
      '.prettierrc': '{}',
      'knip.json': '{}',
    }
    expect((await add([artifact], files)).texts).toEqual({})
  })

  it('the workflow runs what was added, and nothing of it blocks', async () => {
    const result = await add([artifact, ci], { 'package.json': manifest({}), 'package-lock.json': '{}' })
    expect(runs(text(result, '.github/workflows/ci.yml'), 'node').slice(0, 4)).toEqual([
      'npm ci',
      'npm run format:check',
      'npm run lint',
      'npm run knip',
    ])
    expect(text(result, '.github/workflows/ci.yml').match(/continue-on-error: true/g)).toHaveLength(3)
    expect(artifact.audit(result.after).state).toBe('present')
  })
})

describe('the formatter is told how the code is written already', () => {
  const prettier = async (code: string, rest: Files = {}): Promise<unknown> =>
    JSON.parse(
      text(await add([artifact], { 'package.json': manifest({}), 'src/a.ts': code, ...rest }), '.prettierrc.json'),
    )

  it.each<[string, string, object]>([
    ['as Prettier would', 'import a from "a";\n\nexport function b() {\n  return a("c");\n}\n', {}],
    ['without semicolons', 'import a from "a"\n\nexport function b() {\n  return a("c")\n}\n', { semi: false }],
    ['with single quotes', "import a from 'a';\nconst b = a('c');\n", { singleQuote: true }],
    ['with four spaces', 'export function b() {\n    if (a) {\n        return a("c");\n    }\n}\n', { tabWidth: 4 }],
    ['with tabs', 'export function b() {\n\tif (a) {\n\t\treturn a("c");\n\t}\n}\n', { useTabs: true }],
    [
      'without trailing commas',
      'const a = {\n  b: 1,\n  c: 2\n};\nconst d = [\n  "x",\n  "y"\n];\n',
      { trailingComma: 'none' },
    ],
    ['with long lines', `const a = "${'x'.repeat(90)}";\nconst b = "${'y'.repeat(85)}";\n`, { printWidth: 120 }],
  ])('%s', async (_, code, wanted) => {
    const config = (await prettier(code)) as Record<string, unknown>
    delete config['overrides']
    expect(config).toEqual(wanted)
  })

  it('files that were generated do not count', async () => {
    expect(await prettier('const a = "b";\n', { 'dist/a.js': "const a = 'b'\nconst c = 'd'\n" })).toEqual({})
  })

  it('our own configuration is written like the code', async () => {
    const result = await add([artifact], {
      'package.json': manifest({}),
      'src/a.js': "const a = require('a')\n\nmodule.exports = function () {\n\treturn a('b')\n}\n",
    })
    const config = text(result, 'eslint.config.mjs')
    expect(config).toContain("import js from '@eslint/js'\n")
    expect(config).toContain('\n\tjs.configs.recommended,\n')
    expect(config).toContain("sourceType: 'commonjs'")
  })

  it('and like the user’s own Prettier wants it, where there is one', async () => {
    const files = {
      'package.json': manifest({}),
      '.prettierrc': 'singleQuote: true\nsemi: false\n',
      'src/a.js': 'const a = "b";\n',
    }
    expect(text(await add([artifact], files), 'eslint.config.mjs')).toContain("import js from '@eslint/js'\n")
  })

  it('what other programs write is left out', async () => {
    const ignored = text(
      await add([artifact], {
        'package.json': manifest({}),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'CHANGELOG.md': '\n',
        'chart/Chart.yaml': 'name: a\n',
      }),
      '.prettierignore',
    )
    expect(ignored.split('\n').filter(line => line && !line.startsWith('#'))).toEqual([
      'pnpm-lock.yaml',
      'CHANGELOG.md',
      'chart/templates/',
      '.prod-ready/',
    ])
  })
})

describe('Biome of the user leaves alone what has a layout of its own', () => {
  const files = (config: object): Files => ({
    'package.json': manifest({}, { devDependencies: { '@biomejs/biome': '^2.0.0' } }),
    'biome.json': `${JSON.stringify(config, null, 2)}\n`,
    'src/index.js': 'export {}\n',
  })
  const listed = async (config: object): Promise<unknown> =>
    (JSON.parse(text(await add([artifact], files(config)), 'biome.json')) as { files: unknown }).files

  it.each([
    [{ files: { includes: ['**', '!dist'] } }, { includes: ['**', '!dist', '!.prod-ready', '!knip.json'] }],
    [{}, { includes: ['**', '!.prod-ready', '!knip.json'] }],
    [{ $schema: 'https://biomejs.dev/schemas/1.9.4/schema.json' }, { ignore: ['.prod-ready', 'knip.json'] }],
  ])('%j', async (config, wanted) => {
    expect(await listed(config)).toEqual(wanted)
  })
})

describe('knip does not ask who imports the scripts of k6', () => {
  const files = (more: Files): Files => ({
    'package.json': manifest({ start: 'node src/index.js' }, { dependencies: { express: '^5.0.0' } }),
    'src/index.js':
      "import express from 'express'\nconst app = express()\napp.get('/', (q, a) => a.end())\napp.listen(3000)\n",
    ...more,
  })
  const own = {
    'package.json': manifest(
      { start: 'node src/index.js' },
      { dependencies: { express: '^5.0.0' }, devDependencies: { knip: '^6.0.0' } },
    ),
  }
  const said = async (more: Files): Promise<readonly string[]> =>
    (artifact.next?.((await add([artifact, load], files(more))).after, {}) ?? [])
      .map(step => JSON.stringify(step))
      .filter(step => step.includes('knip'))

  it.each<[string, Files, readonly string[]]>([
    ['a folder of ours', {}, ['load/**']],
    [
      'a folder that others use as well',
      { 'load/own.js': 'export {}\n' },
      ['load/harbour/main.js', 'load/harbour/routes.js'],
    ],
  ])('our configuration leaves them out of %s', async (_, more, wanted) => {
    const config = text(await add([artifact, load], files(more)), 'knip.json')
    expect(JSON.parse(config)).toHaveProperty('ignore', wanted)
    expect(await said(more)).toEqual([])
  })

  it('where there are none, nothing is named', async () => {
    expect(text(await add([artifact], files({})), 'knip.json')).not.toContain('ignore')
  })

  it.each<[string, Files, boolean]>([
    ['none', {}, true],
    ['JSON', { 'knip.json': '{ "ignore": ["old/**"] }\n' }, true],
    ['code', { 'knip.config.ts': 'export default {}\n' }, true],
    ['JSON that knows the folder', { 'knip.json': '{ "ignore": ["load/**"] }\n' }, false],
  ])('a knip of the user is a next step, with a configuration of %s', async (_, more, isSaid) => {
    expect((await said({ ...own, ...more })).some(step => step.includes('load/**'))).toBe(isSaid)
  })
})

describe('no ESLint reads the scripts of k6', () => {
  const files = (more: Files): Files => ({
    'package.json': manifest(
      { start: 'node src/index.js' },
      { dependencies: { express: '^5.0.0' }, devDependencies: { eslint: '^8.0.0' } },
    ),
    'src/index.js': "const app = require('express')()\napp.get('/', (q, a) => a.end())\napp.listen(3000)\n",
    ...more,
  })

  it.each<[string, Files]>([
    ['a configuration in JSON', { '.eslintrc.json': '{}\n' }],
    ['one in code, beside a list', { '.eslintrc.cjs': 'module.exports = {}\n', '.eslintignore': 'dist/\n' }],
  ])('with %s', async (_, more) => {
    const result = await add([artifact, load], files(more))
    expect(text(result, '.eslintignore')).toBe(`${more['.eslintignore'] ?? ''}load/\n`)
  })

  it.each<[string, string, number]>([
    ['as CommonJS', "module.exports = [{ ignores: ['uploads/**'], languageOptions: { sourceType: 'commonjs' } }]\n", 1],
    [
      'and are left out',
      "module.exports = [{ ignores: ['load/**'] }, { languageOptions: { sourceType: 'commonjs' } }]\n",
      0,
    ],
    ['as modules', 'module.exports = []\n', 0],
  ])('a flat configuration, which is code, is named where it reads them %s', async (_, config, steps) => {
    const result = await add([artifact, load], files({ 'eslint.config.js': config }))
    const said = (artifact.next?.(result.after, {}) ?? []).filter(step =>
      JSON.stringify(step).includes('eslint.config.js'),
    )
    expect(said).toHaveLength(steps)
  })

  it('a list in package.json still counts', async () => {
    const pkg = JSON.parse(files({})['package.json'] ?? '') as object
    const own = files({ '.eslintrc.json': '{}\n', 'package.json': JSON.stringify({ ...pkg, eslintIgnore: ['dist'] }) })
    expect((await add([artifact, load], own)).texts).not.toHaveProperty(['.eslintignore'])
  })

  it('our own configuration leaves them out', async () => {
    const { 'package.json': _, ...rest } = files({})
    const own = {
      ...rest,
      'package.json': manifest({ start: 'node src/index.js' }, { dependencies: { express: '^5.0.0' } }),
    }
    expect(text(await add([artifact, load], own), 'eslint.config.mjs')).toMatch(/globalIgnores\(\[.*['"]load\/['"]/)
  })
})
