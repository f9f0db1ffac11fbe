import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { writableFolders } from '../../src/contract/image-paths.ts'
import { answer, isRunning, remove, start, stop } from './container.ts'
import { CACHE, docker, provide } from './engine.ts'
import { basesOf, build, dependencySteps, touchSource, type Built } from './image.ts'
import { prepare, repositoryNames, type Case } from './repositories.ts'

const ONLY = process.env['ONLY']
const report: string[] = []
const standIns = new Set<string>()

afterAll(() => {
  const text = [
    ...report,
    ...[...standIns].sort().map(line => `stand-in: ${line}`),
    'all base images are stand-ins made on this machine',
    '',
  ].join('\n')
  writeFileSync(path.join(CACHE, 'images.txt'), text)
  process.stdout.write(`\n${text}`)
})

test.each(repositoryNames().filter(name => ONLY === undefined || name.includes(ONLY)))(
  'the images of %s build and run',
  async name => {
    const { cases, skipped } = await prepare(name)
    report.push(...skipped.map(({ repository, reason }) => `skip  ${repository}: ${reason}`))
    const failed: string[] = []
    for (const item of cases) {
      try {
        report.push(
          `ok    ${item.repository}/${item.dockerfile}${item.ours ? '' : " (the user's)"}: ${(await prove(item)).join(', ')}`,
        )
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        failed.push(message)
        report.push(`WRONG ${item.repository}/${item.dockerfile}: ${message.split('\n')[0] ?? ''}`)
      }
    }
    for (const dir of new Set(cases.map(item => item.dir))) rmSync(dir, { recursive: true, force: true })
    expect(failed).toEqual([])
  },
)

/** Builds, runs, stops and builds again. @returns what was seen, for the report */
async function prove(item: Case): Promise<readonly string[]> {
  for (const alias of await provide(basesOf(item))) standIns.add(alias)
  // else the engine may answer with what an earlier run built, and keep the last layer of it only
  touchSource(item)
  const built = await build(item)
  try {
    const seen = [`built in ${built.seconds.toFixed(1)} s`, await looked(built, item), ...(await ran(built, item))]
    return item.ours ? [...seen, await rebuilt(item)] : seen
  } finally {
    await docker(['image', 'rm', '--force', built.image], { reject: false })
  }
}

async function looked({ image }: Built, { ours }: Case): Promise<string> {
  const [user = '', size] = (
    await docker(['image', 'inspect', '--format', '{{.Config.User}} {{.Size}}', image])
  ).stdout.split(' ')
  if (ours) expect(user, 'user of the image').toMatch(/^[1-9]\d*(:\d+)?$/)
  return `${Math.round(Number(size) / 1e6)} MB, user ${user}`
}

async function ran({ image }: Built, { service, ours }: Case): Promise<readonly string[]> {
  const needed = service.needs.filter(need => !need.optional).map(need => need.kind)
  if (needed.length) return [`not started here: it needs ${needed.join(' and ')}`]
  const container = await start(image, service.port, ours ? writableFolders(service) : [])
  try {
    const seen = await (service.port === undefined ? lives(container) : answers(container, service))
    const { code, ms } = await stop(container)
    expect([0, 143], 'exit code after SIGTERM').toContain(code)
    expect(ms, 'milliseconds from SIGTERM to the end').toBeLessThan(10_000)
    return [...seen, `SIGTERM: exit ${code} after ${ms} ms`]
  } finally {
    await remove(container)
  }
}

async function lives(container: Awaited<ReturnType<typeof start>>): Promise<readonly string[]> {
  await wait(2000)
  expect(await isRunning(container), 'still runs after two seconds').toBe(true)
  return ['runs']
}

async function answers(
  container: Awaited<ReturnType<typeof start>>,
  { service }: Case['service'],
): Promise<readonly string[]> {
  const asked = service.healthPaths[0]?.value ?? '/'
  const { status, ms } = await answer(container, asked)
  expect(status, `status of ${asked}`).toBeLessThan(500)
  const seen = [`${asked} answers ${status} after ${ms} ms`]
  return service.site?.spaFallback ? [...seen, ...(await fallsBack(container))] : seen
}

async function fallsBack(container: Awaited<ReturnType<typeof start>>): Promise<readonly string[]> {
  const page = await answer(container, '/no/such/page')
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    200,
    'text/html',
    'no-cache',
  ])
  const asset = await answer(container, '/assets/no-such-file-12345678.js')
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([404, null])
  const script = /src="(\/assets\/[^"]+)"/.exec(page.body)?.[1]
  if (script !== undefined)
    expect((await answer(container, script)).headers.get('cache-control')).toContain('immutable')
  return ['unknown page 200, unknown file 404']
}

async function rebuilt(item: Case): Promise<string> {
  const source = touchSource(item)
  const again = await build(item)
  const steps = dependencySteps(again.steps)
  expect(steps.length, 'steps that fetch dependencies').toBeGreaterThan(0)
  expect(
    steps.filter(step => !step.cached).map(step => step.name),
    'dependency layer that was made anew',
  ).toEqual([])
  expect(
    again.steps.some(step => !step.cached),
    `something is built after ${source} changed`,
  ).toBe(true)
  return `after a change of ${source} ${again.seconds.toFixed(1)} s, dependencies CACHED`
}
