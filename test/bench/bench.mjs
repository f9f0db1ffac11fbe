#!/usr/bin/env node
// Ratios of whole processes to a bare node, all in one run, interleaved; medians go to BENCH.md.
// usage: npm run bench [-- --rounds N] [--large N] [--npx] [--no-write]
// --npx compares the installation with a peer's, over the network
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { format } from 'prettier'

const { values: opt } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    large: { type: 'string', default: '100000' },
    npx: { type: 'boolean' },
    'no-write': { type: 'boolean' },
  },
})
const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = path.join(root, 'dist/cli.js')
const work = mkdtempSync(path.join(tmpdir(), 'cpr-bench-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))
const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
}
const git = (dir, ...args) => execFileSync('git', ['-C', dir, ...args], { env, stdio: 'ignore' })

/** A repository of two languages: the manifests of two fixtures, with or without their sources. */
function mixed(name, withSources) {
  const dir = path.join(work, name)
  const keep = withSources ? () => true : file => !/\.(rs|[cm]?[jt]sx?)$/.test(file)
  cpSync(path.join(root, 'test/repos/axum-api'), path.join(dir, 'api'), { recursive: true, filter: keep })
  cpSync(path.join(root, 'test/repos/express-ts-pnpm'), path.join(dir, 'web'), { recursive: true, filter: keep })
  git(work, 'init', '-q', dir)
  git(dir, 'add', '-A', '-f')
  git(dir, 'commit', '-q', '-m', 'feat: first')
  return dir
}

function large(count) {
  const dir = path.join(work, 'large')
  git(work, 'init', '-q', dir)
  for (let folder = 0; folder * 1000 < count; folder++) {
    mkdirSync(path.join(dir, `src/part${folder}`), { recursive: true })
    for (let i = 0; i < 1000; i++) writeFileSync(path.join(dir, `src/part${folder}/file${i}.txt`), `${folder} ${i}\n`)
  }
  writeFileSync(
    path.join(dir, 'package.json'),
    '{ "name": "large", "scripts": { "start": "node server.js" }, "dependencies": { "express": "^5.0.0" } }\n',
  )
  git(dir, 'add', '-A')
  git(dir, 'commit', '-q', '-m', 'feat: first')
  return dir
}

function time(args, cwd) {
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
    encoding: 'utf8',
  })
  const ms = performance.now() - began
  if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status} ${stderr.slice(0, 300)}`)
  return ms
}

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]
const rows = []
function measure(cases, rounds) {
  const times = cases.map(() => [])
  for (let round = -1; round < rounds; round++)
    cases.forEach((c, i) => {
      const ms = time(c.args, typeof c.cwd === 'function' ? c.cwd() : c.cwd)
      if (round >= 0) times[i].push(ms)
    })
  const base = median(times[0])
  cases.forEach((c, i) =>
    rows.push({ name: c.name, ms: median(times[i]), ratio: median(times[i]) / base, limit: c.limit }),
  )
}

const rounds = +opt.rounds
const manifests = mixed('manifests', false)
const sources = mixed('sources', true)
const fresh = () => {
  const copy = path.join(work, `run${Math.random()}`)
  cpSync(sources, copy, { recursive: true })
  return copy
}
/** Without services: governance, CI, linters and images. */
const SIXTEEN = [
  ...['license', 'changelog', 'contributing', 'code-of-conduct', 'codeowners', 'pr-template', 'issue-templates'],
  ...['policy', 'secrets-scan', 'build-test', 'dependency-audit', 'dependency-updates', 'rust-release-profile'],
  ...['lint', 'dockerfile', 'docker-digest-pinning'],
]
const answers = [
  '--set',
  'contact=security@harbor.invalid',
  '--set',
  'holder=Ada',
  '--set',
  'owner=@ada',
  '--set',
  'license=MIT',
  '--set',
  'year=2026',
]
measure(
  [
    { name: 'bare node', args: ['-e', '0'], cwd: work },
    { name: '--help', args: [cli, '--help'], cwd: work, limit: 1.3 },
    { name: 'detect, mixed service, manifests only', args: [cli, 'detect', '--json'], cwd: manifests, limit: 2.5 },
    {
      name: 'detect, mixed service, sources of both languages',
      args: [cli, 'detect', '--json'],
      cwd: sources,
      limit: 4,
    },
    {
      name: 'run that writes sixteen artifacts',
      args: [cli, '--yes', '--json', ...answers, ...SIXTEEN.flatMap(id => ['--only', id])],
      cwd: fresh,
      limit: 8,
    },
    {
      name: 'run that writes everything',
      args: [cli, '--yes', '--json', ...answers],
      cwd: fresh,
      limit: 10,
    },
  ],
  rounds,
)

if (+opt.large) {
  const dir = large(+opt.large)
  const walk =
    "const{execFileSync}=require('child_process');const fs=require('fs');for(const f of execFileSync('git',['ls-files','-coz','--exclude-standard'],{maxBuffer:1<<28,encoding:'utf8'}).split('\\0'))if(f)fs.lstatSync(f)"
  measure(
    [
      { name: `git ls-files and lstat of ${opt.large} files`, args: ['-e', walk], cwd: dir },
      { name: `detect in a repository of ${opt.large} files`, args: [cli, 'detect', '--json'], cwd: dir, limit: 1.5 },
    ],
    5,
  )
  const rss = spawnSync(
    process.execPath,
    [
      '-e',
      `process.argv.splice(1,0,'');process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)));process.argv[2]='detect';process.argv[1]=${JSON.stringify(cli)};import(${JSON.stringify(cli)})`,
      '--',
      'detect',
      '--json',
    ],
    { cwd: dir, encoding: 'utf8', env, maxBuffer: 1 << 28 },
  )
  const mib = Number(/(\d+)$/.exec(rss.stderr)?.[1]) / 1024
  rows.push({ name: `resident memory there, MiB`, ms: mib, ratio: mib / 250, limit: 1 })
}

/** Milliseconds of `npx` with an empty cache: download, install, and the help text of a program. */
function npx(spec, program) {
  const cache = mkdtempSync(path.join(work, 'npm-'))
  const began = performance.now()
  const args = ['--yes', '--cache', cache, '--package', spec, '--', program, '--help']
  execFileSync('npx', args, { cwd: work, env, stdio: 'ignore' })
  return performance.now() - began
}

if (opt.npx) {
  const [tarball] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  const peer = '@flydotio/dockerfile@0.7.10'
  const times = { ours: [], theirs: [] }
  for (let round = 0; round < 3; round++) {
    times.ours.push(npx(path.join(work, tarball.filename), 'create-prod-ready'))
    times.theirs.push(npx(peer, 'dockerfile'))
  }
  const [ours, theirs] = [median(times.ours), median(times.theirs)]
  rows.push({ name: `npx ${peer}, empty cache`, ms: theirs, ratio: 1 })
  rows.push({ name: 'npx from the tarball, empty cache', ms: ours, ratio: ours / theirs, limit: 0.33 })
}

const packed = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
)[0]
rows.push({ name: 'packed size, MB', ms: packed.size / 1e6, ratio: packed.size / 2e6, limit: 1 })

const table = [
  '| what | median | ratio | limit |',
  '| --- | ---: | ---: | ---: |',
  ...rows.map(r => `| ${r.name} | ${r.ms.toFixed(1)} | ${r.ratio.toFixed(2)} | ${r.limit ?? ''} |`),
]
console.log(table.join('\n'))
if (!opt['no-write']) {
  const file = path.join(root, 'BENCH.md')
  const text = readFileSync(file, 'utf8')
  const filled = text.replace(
    /<!-- table -->[\s\S]*<!-- end -->/,
    `<!-- table -->\n\n${table.join('\n')}\n\n<!-- end -->`,
  )
  writeFileSync(file, await format(filled, { parser: 'markdown' }))
}
const over = rows.filter(r => r.limit && r.ratio > r.limit)
for (const r of over) console.error(`over the limit: ${r.name}: ${r.ratio.toFixed(2)} > ${r.limit}`)
console.log(`${rows.length - over.length} passed, ${over.length} failed`)
process.exitCode = over.length ? 1 : 0
