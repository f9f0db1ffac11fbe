import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { measured } from '../support/processor.ts'
import { checkout, commitAll } from '../support/repository.ts'

const TEN_MB = 10_000_000
const FILES = [
  ['package.json', '{"a":'],
  ['src/server.js', 'app.get("/x",f);'],
  ['compose.yaml', '- a: '],
  ['Dockerfile', 'RUN x && '],
  ['Cargo.toml', 'a=1,'],
] as const

it.each(FILES)('10 MB on one line of %s: an answer within seconds, in bounded memory', (file, unit) => {
  const dir = checkout('fastify-npm')
  writeFileSync(path.join(dir, file), unit.repeat(Math.ceil(TEN_MB / unit.length)))
  commitAll(dir, 'feat: long line')
  const { code, seconds, mebibytes } = measured(dir, ['detect'])
  expect(code).toBe(0)
  expect(seconds).toBeLessThan(5)
  expect(mebibytes).toBeLessThan(250)
})
