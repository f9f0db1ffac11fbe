import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { CLI } from '../support/cli.ts'
import { checkout, commitAll } from '../support/repository.ts'

const TEN_MB = 10_000_000
const FILES = [
  ['package.json', '{"a":'],
  ['src/server.js', 'app.get("/x",f);'],
  ['compose.yaml', '- a: '],
  ['Dockerfile', 'RUN x && '],
  ['Cargo.toml', 'a=1,'],
] as const

/** Reports the largest resident size, in KiB, when the program ends. */
const MEASURE = `process.on('exit',()=>require('fs').writeSync(2,'rss '+process.resourceUsage().maxRSS))`

it.each(FILES)('10 MB on one line of %s: an answer within seconds, in bounded memory', (file, unit) => {
  const dir = checkout('fastify-npm')
  writeFileSync(path.join(dir, file), unit.repeat(Math.ceil(TEN_MB / unit.length)))
  commitAll(dir, 'feat: long line')
  const began = performance.now()
  const code = `${MEASURE};process.argv=[process.argv[0],${JSON.stringify(CLI)},'detect','--json'];import(${JSON.stringify(CLI)})`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { cwd: dir, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ version: 1 })
  expect(performance.now() - began).toBeLessThan(5000)
  expect(Number(/rss (\d+)/.exec(stderr)?.[1]) / 1024).toBeLessThan(250)
})
