// Holds what `detect --json` says of real repositories against truths that people wrote by reading them.
//
//   npm run test:corpus -- DIR                     DIR/truth/*.json, DIR/checkouts/<owner>__<name>
//   npm run test:corpus -- --truth A --checkouts B [--only NAME] [--scorer FILE]
//
// A truth is one JSON a repository: its format is told in docs/detection.md. --scorer runs another program with the same arguments.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FIELDS, pairs, plain, same } from './fields.mjs'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string' },
    checkouts: { type: 'string' },
    only: { type: 'string' },
    scorer: { type: 'string' },
  },
})
const [folder] = positionals
const truth = options.truth ?? (folder && path.join(folder, 'truth'))
const checkouts = options.checkouts ?? (folder && path.join(folder, 'checkouts'))
if (!truth || !checkouts || !existsSync(truth) || !existsSync(checkouts)) {
  console.error('A folder with truth/ and checkouts/ is needed: npm run test:corpus -- <folder>')
  process.exit(2)
}
if (!existsSync(CLI)) {
  console.error('dist/cli.js is missing: npm run build')
  process.exit(2)
}
if (options.scorer) {
  const args = [options.scorer, '--truth', truth, '--checkouts', checkouts, '--cli', `node ${CLI}`, '--verbose']
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1)
}

const tally = new Map(FIELDS.map(field => [field.name, { right: 0, all: 0 }]))
const total = { right: 0, missed: 0, invented: 0, repositories: 0, failed: 0, slowest: 0 }

for (const file of readdirSync(truth)
  .filter(name => name.endsWith('.json'))
  .sort()) {
  const wanted = JSON.parse(readFileSync(path.join(truth, file), 'utf8'))
  const checkout = path.join(checkouts, file.replace(/\.json$/, ''))
  if (!existsSync(checkout) || (options.only && !wanted.repo.includes(options.only))) continue
  total.repositories++
  const mistakes = score(wanted, checkout)
  if (mistakes.length) console.log(`${wanted.repo}\n${mistakes.map(line => `  ${line}`).join('\n')}`)
}
print()

function score(wanted, checkout) {
  const began = performance.now()
  const run = spawnSync(process.execPath, [CLI, 'detect', '--json', '--cwd', checkout], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  total.slowest = Math.max(total.slowest, performance.now() - began)
  let found
  try {
    found = JSON.parse(run.stdout)
  } catch {
    total.failed++
    total.missed += wanted.services.length
    return [`no answer: ${run.stderr.slice(0, 200)}`]
  }
  const mistakes = []
  const { matched, missed, invented } = pairs(wanted.services, found.services)
  total.right += matched.length
  total.missed += missed.length
  total.invented += invented.length
  for (const service of missed) mistakes.push(`missed ${service.path} (${service.name})`)
  for (const service of invented) mistakes.push(`invented ${service.path} (${plain(service.name)})`)
  for (const [want, got] of matched)
    for (const field of FIELDS) {
      const expected = want[field.name]
      if (expected === null || expected === undefined || (Array.isArray(expected) && !expected.length)) continue
      const count = tally.get(field.name)
      count.all++
      if (same(field, want, got)) count.right++
      else
        mistakes.push(
          `${field.name} of ${want.name}: wanted ${String(expected)}, got ${String(plain(got[field.name]) ?? 'nothing')}`,
        )
    }
  return mistakes
}

function print() {
  const share = (right, all) => (all ? `${((100 * right) / all).toFixed(1)} %` : '–')
  const { right, missed, invented } = total
  console.log(
    `\n${total.repositories} repositories, ${total.failed} without an answer, the slowest took ${Math.round(total.slowest)} ms`,
  )
  console.log(`services: precision ${share(right, right + invented)}, recall ${share(right, right + missed)}`)
  for (const [name, count] of tally)
    console.log(`  ${name.padEnd(16)} ${share(count.right, count.all).padStart(8)}  ${count.right}/${count.all}`)
  const known = [...tally.values()].filter(count => count.all)
  const mean = known.reduce((sum, count) => sum + count.right / count.all, 0) / (known.length || 1)
  console.log(`mean of the fields ${(100 * mean).toFixed(1)} %`)
}
