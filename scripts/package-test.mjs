#!/usr/bin/env node
// The packed tarball, as a user gets it: small, without dependencies, and it runs from an empty folder.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(path.join(tmpdir(), 'cpr-package-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const run = (cwd, program, ...args) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
// npx reads an option that follows `--no <name>` as its own; npm exec has a separator
const checks = []
const check = (name, ok) => checks.push({ name, ok })
const LIMIT = 2_000_000

const [packed] = JSON.parse(run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', work))
const tarball = path.join(work, packed.filename)
const files = packed.files.map(file => file.path)
check(`packed size ${packed.size} is at most ${LIMIT} bytes`, packed.size <= LIMIT)
check('the licences of what is bundled are in it', files.includes('dist/THIRD-PARTY-LICENSES.txt'))
const templates = execFileSync('git', ['-C', root, 'ls-files', 'templates'], { encoding: 'utf8' }).trim().split('\n')
check(
  'every template is in it',
  templates.every(file => files.includes(file)),
)
check('neither tests nor sources are in it', !files.some(file => /^(test|src|generators|scripts)\//.test(file)))

writeFileSync(
  path.join(work, 'package.json'),
  '{ "name": "fig", "version": "1.0.0", "private": true, "scripts": { "start": "node server.js" } }\n',
)
run(work, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', tarball)
const installed = readdirSync(path.join(work, 'node_modules')).filter(name => !name.startsWith('.'))
check(`it installs one package: ${installed.join(', ')}`, installed.length === 1)
const manifest = JSON.parse(readFileSync(path.join(work, 'node_modules/create-prod-ready/package.json'), 'utf8'))
check('it declares no dependencies', Object.keys(manifest.dependencies ?? {}).length === 0)
check(
  'npx runs it',
  run(work, 'npm', 'exec', '--no', '--', 'create-prod-ready', '--version').trim() === manifest.version,
)
check(
  'npx detects',
  JSON.parse(run(work, 'npm', 'exec', '--no', '--', 'create-prod-ready', 'detect', '--json')).version === 1,
)
const compiler = path.join(work, 'node_modules/create-prod-ready/dist/chunks/handlebars.cjs')
check(
  'the compiler that plop may ask for is in it, and works',
  createRequire(import.meta.url)(compiler).compile('{{name}}')({ name: 'fig' }) === 'fig',
)
const plan = JSON.parse(run(work, 'npm', 'exec', '--no', '--', 'create-prod-ready', '--yes', '--dry-run', '--json'))
check(
  'npx plans',
  plan.files.some(file => file.action === 'create'),
)
run(root, 'npm', 'exec', '--no', '--', 'publint', '--strict', tarball)
run(root, 'npm', 'exec', '--no', '--', 'attw', tarball, '--profile', 'esm-only')

for (const { name, ok } of checks) console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`)
const failed = checks.filter(c => !c.ok).length
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exitCode = failed ? 1 : 0
