import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect } from 'vitest'
import { DEPENDENCIES } from '../../src/contract/dashboards.ts'
import { PLACES, placesOf } from '../../src/contract/places.ts'
import type { Case } from './repositories.ts'
import { casesIn } from './repositories.ts'
import { until } from './daemon.ts'
import { docker, provide } from './engine.ts'
import { basesOf, build } from './image.ts'
import { runK6, type Run } from './k6.ts'
import { request } from './served.ts'
import { cache, database, type Database, type Store } from './chain/data.ts'
import { drain } from './chain/drain.ts'
import { identified, keepsSecrets, probe } from './chain/hardening.ts'
import { prepared } from './chain/package.ts'
import { startExporters, flagsOf, type Exporters } from './chain/exporters.ts'
import { judge, look, panelsIn, type Moment, type Panel } from './chain/panels.ts'
import { confinementOf, startPod, type Pod } from './chain/pod.ts'
import { report, stepsOf } from './chain/report.ts'
import { FACTOR } from './chain/scale.ts'
import { SERVICES } from './chain/services.ts'
import { hasWhatItNeeds } from './needed.ts'
import { provideTools } from './chain/tools.ts'
import { begun, isOver, startWatch, type Watch } from './chain/watch.ts'

/**
 * The whole chain of a service: from the packed program to an alert that somebody gets, and back to quiet.
 * `npm run test:e2e -- chain`, or with `-t fastify` for one of them. Loads and faults stay on the loopback address.
 */

const missing = await provideTools()

hasWhatItNeeds('the chain', missing)

afterAll(() => {
  const notes = [
    `times of rules, routes and scrapes are divided by ${FACTOR}`,
    'base images are stand-ins made on this machine',
  ]
  if (missing.length === 0) process.stdout.write(`\n${[report(), ...notes].join('\n')}\n`)
})

describe.skipIf(missing.length > 0).each(SERVICES)('$framework', service => {
  const step = stepsOf(service.framework)
  const { reads, table } = service
  let [dir, image] = ['', '']
  let [item, postgres, redis, pod, exporters, watch]: [Case?, Database?, Store?, Pod?, Exporters?, Watch?] = []
  let panels: readonly Panel[] = []
  const alarms = new Set<string>()
  const contract = () => given(item).service
  const urls = () => ({ postgres: given(postgres).url, redis: given(redis).url })
  const ready = async () => (await request(given(pod).port, '/ready')).status
  const load = (users: number, pace: number): Promise<Run> =>
    runK6(dir, `${contract().places.load}/main.js`, {
      PROFILE: 'load',
      USERS: String(users),
      PAUSE: '2',
      PACE: String(pace),
      BASE_URL: `http://127.0.0.1:${given(pod).port}`,
    })
  const observe = async (moment: Moment): Promise<void> => {
    expect(await look(panels, moment, given(watch).prometheus)).toEqual([])
  }

  afterAll(async () => {
    await pod?.stop()
    await watch?.stop()
    await exporters?.stop()
    await Promise.all([postgres?.stop(), redis?.stop()])
    // its layers stay for the next run
    if (image !== '') await docker(['image', 'rm', '--force', image], { reject: false })
  })

  step('the packed program prepares the repository', async () => {
    const { dir: made, outcome } = prepared(service)
    dir = made
    item = (await casesIn(service.fixture, dir)).find(one => one.service.id === service.id)
    expect(item, `${service.id} among the services`).toBeDefined()
    return `${outcome.files.length} files, ${outcome.skipped.length} artifacts left out`
  })

  step('promtool and amtool accept what it wrote', () => {
    const tests = path.join(dir, PLACES.ruleTests)
    const run = (program: string, ...args: readonly string[]): string =>
      execFileSync(program, args, { cwd: tests, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    const files = readdirSync(tests).filter(file => file.endsWith('.test.yml'))
    run('promtool', 'test', 'rules', ...files)
    run('promtool', 'check', 'config', path.join(dir, PLACES.prometheus))
    run('amtool', 'check-config', path.join(dir, PLACES.alertmanager))
    return `${files.length} files of tests of rules pass, with the times as they are`
  })

  step('the image is built', async () => {
    const standIns = await provide(basesOf(given(item)))
    const built = await build(given(item))
    image = built.image
    return [`${built.seconds.toFixed(0)} s`, ...standIns.map(line => `stand-in ${line}`)].join(', ')
  })

  step('it runs confined, with PostgreSQL and Redis', async () => {
    ;[postgres, redis] = await Promise.all([database(), cache(flagsOf(dir, 'redis'))])
    postgres.run(service.schema)
    pod = await startPod(image, contract(), urls())
    const confined = await confinementOf(pod.container)
    const none = '0000000000000000'
    expect(confined).toMatchObject({
      capabilities: [none, none, none, none].join(' '),
      newPrivileges: false,
      readOnlyRoot: true,
    })
    expect(confined.user).toBeGreaterThan(0)
    return `user ${confined.user}, no capabilities, read-only root, no new privileges`
  })

  step('the probe from outside finds nothing', async () => {
    const { checks, wrong } = await probe({ service, container: given(pod).container, port: given(pod).port })
    expect(wrong).toEqual([])
    return `${checks} checks`
  })

  step('readiness follows PostgreSQL and Redis', async () => {
    const seen: string[] = []
    for (const [name, store] of [
      ['postgres', given(postgres)],
      ['redis', given(redis)],
    ] as const) {
      await store.stop()
      const down = await request(given(pod).port, '/ready')
      expect([down.status, down.body]).toEqual([503, expect.stringMatching(new RegExp(`"${name}":"failed"`))])
      expect((await request(given(pod).port, '/health')).status).toBe(200)
      if (name === 'postgres') {
        const failed = await request(given(pod).port, reads.path, identified)
        expect([failed.status >= 500, keepsSecrets(failed), failed.body]).toEqual([true, true, expect.any(String)])
      }
      await store.start()
      const began = Date.now()
      await until(`ready after ${name} is back`, 15, async () => (await ready()) === 200)
      await until(`${reads.path} works`, 15, async () => (await request(given(pod).port, reads.path)).status === 200)
      seen.push(`${name} ${((Date.now() - began) / 1000).toFixed(1)} s`)
    }
    return `503 while one is away, 200 after ${seen.join(', ')}`
  })

  step('Prometheus and Alertmanager run with the generated files', async () => {
    const { id, port, needs, places } = contract()
    exporters = await startExporters(dir, needs, urls())
    watch = await startWatch(dir, {
      [`${id}:${port ?? 0}`]: `127.0.0.1:${given(pod).port}`,
      ...exporters.addresses,
    })
    const { prometheus, webhook } = watch
    const jobs = [id, ...needs.map(({ exporter }) => exporter.job)]
    for (const job of jobs)
      await until(`${job} is scraped`, 20, async () => (await prometheus.query(`up{job="${job}"} == 1`)).length === 1)
    await until('the watchdog barks', 20, () => webhook.messages.some(({ receiver }) => receiver === 'watchdog'))
    const boards = [places, placesOf(DEPENDENCIES)].map(({ dashboards }) => dashboards)
    panels = (await Promise.all(boards.map(folder => panelsIn(dir, folder, prometheus)))).flat()
    expect(new Set(panels.map(({ job }) => job))).toEqual(new Set(jobs))
    await sleep(3000)
    await observe('idle')
    return `${jobs.join(', ')} are scraped, the watchdog gets to its receiver`
  })

  step('the load test passes', async () => {
    const running = load(40, 0.05)
    await sleep(14_000)
    const lost = setInterval(() => void request(given(pod).port, '/nowhere'), 100)
    await sleep(1000)
    await observe('load')
    clearInterval(lost)
    const { code, output } = await running
    expect([code, output]).toEqual([0, expect.not.stringContaining('BROKEN')])
    return numbers(output)
  })

  step('a slow database is an alert', async () => {
    const began = Date.now()
    given(postgres).slow(table, 1.2)
    const seen = await alarmed('slow', began, { LatencyBudgetFastBurn: 'page' })
    given(postgres).slow(table, 0)
    return seen
  })

  step('a database and a cache that are away are alerts', async () => {
    const began = Date.now()
    await Promise.all([given(postgres).stop(), given(redis).stop()])
    const seen = await alarmed('failing', began, {
      AvailabilityBudgetFastBurn: 'page',
      DependencyDown: 'team',
      PostgresDown: 'page',
      RedisDown: 'page',
    })
    await Promise.all([given(postgres).start(), given(redis).start()])
    return seen
  })

  async function alarmed(moment: Moment, began: number, wanted: Readonly<Record<string, string>>): Promise<string> {
    const running = load(20, 0.05)
    const seen: string[] = []
    for (const [alert, receiver] of Object.entries(wanted)) {
      const { webhook } = given(watch)
      const found = await until(`${alert} gets to a receiver`, 90, () => begun(webhook, alert, began))
      expect([alert, found.receiver]).toEqual([alert, receiver])
      seen.push(`${alert} at ${receiver} after ${((found.at - began) / 1000).toFixed(0)} s`)
      alarms.add(alert)
    }
    await observe(moment)
    const { code, output } = await running
    expect([code, output]).toEqual([99, expect.stringContaining('BROKEN')])
    return [...seen, `k6 fails: ${numbers(output)}`].join('; ')
  }

  step('once it is healed the alerts end', async () => {
    const began = Date.now()
    const { code, output } = await load(40, 0.05)
    expect([code, output]).toEqual([0, expect.not.stringContaining('BROKEN')])
    const { webhook, firing } = given(watch)
    for (const alert of alarms)
      await until(`the end of ${alert} gets to its receiver`, 60, () => isOver(webhook, alert))
    expect((await firing()).filter(alert => alarms.has(alert))).toEqual([])
    const seconds = ((Date.now() - began) / 1000).toFixed(0)
    return `${[...alarms].join(', ')} end within ${seconds} s; ${numbers(output)}`
  })

  step('every panel shows this service, and changes', () => {
    const { wrong, changed, constant } = judge(panels)
    expect(wrong).toEqual([])
    return [
      `${panels.length} queries: ${changed.load} change under load, ${changed.fault} with a fault`,
      ...constant,
    ].join('; ')
  })

  step('SIGTERM under load loses no request', async () => {
    const second = await startPod(image, contract(), urls())
    given(postgres).slow(table, 0.2)
    try {
      const done = await drain(given(pod), second, reads.path)
      expect(done.lost).toEqual([])
      expect(done).toMatchObject({ code: 0, liveness: 200 })
      expect(done.readiness.at(-1)).toBe(503)
      expect(done.inFlight).toBeGreaterThan(0)
      return `${done.sent} requests, ${done.inFlight} of them in flight, none lost; exit 0 after ${done.seconds.toFixed(1)} s`
    } finally {
      await second.stop()
    }
  })
})

/** @returns what an earlier step has made */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a step before this one has not run')
  return value
}

/** `requests   420, 20.0 a second` */
function numbers(output: string): string {
  const of = (name: string): string => new RegExp(`^${name} +(.*)$`, 'm').exec(output)?.[1] ?? '?'
  return `${of('requests')}, ${of('failed')} failed, ${of('duration')}`
}
