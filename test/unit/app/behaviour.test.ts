import { diffLines } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppSite } from '../../../src/detect/app/types.ts'
import { loadGrammars } from '../../../src/text/grammars.ts'
import { eventsOf, OURS, type Event } from './running.ts'
import { packageOf, serviceIn, unwired, wired } from './wiring.ts'

/** What may stand between statements; each piece once. */
const NOISE = [
  '// const app = express()',
  '/* app.listen(3000)\nprodReady.harden(app)\n*/',
  "// import * as prodReady from './prod-ready.js'",
  'const text = `\nconst app = express()\nprodReady.harden(app)\n${`${1}`}`',
  'const quoted = \'app = express()\' + "Fastify({ logger: true })"',
  'const pattern = /express\\(\\)|[/"`]/g',
  'if (process.env.DEBUG) { console.log("app = express()") }',
  'const 服务 = "🚢"',
  'function other() {\n\tconst app = { listen() {} }\n\treturn app.listen()\n}',
  'const table = { app: "express()", "prodReady.harden(app)": 1 }',
  'class Store { app() { return "const app = Fastify()" } }',
  'label: for (const i of [1]) { continue label }',
]

/** How an application is made; the second says whether the place is certain: of two, the one that is served where it is made. */
const MADE: Readonly<Record<'express' | 'fastify', readonly (readonly [text: string, certain: boolean | 'served'])[]>> =
  {
    express: [
      ['const app = express()', true],
      ['let app = express()', true],
      ['var app = express()', true],
      ['const app = (express())', true],
      ['const app = express(), limit = 5', true],
      ['const app = /* the one */ express()', true],
      ['let app\napp = express()', true],
      ['const app = express().disable("etag")', false],
      ['const app = process.env.A ? undefined : express()', false],
      ['const app = [express()][0]', false],
      ['const app = express(); app.use(express.json())', false],
      ['const app = express()\nconst admin = express()\napp.use("/admin", admin)', 'served'],
      ['const prodReady = 5\nconst app = express()', false],
      ['const [app] = [express()]', false],
    ],
    fastify: [
      ['const app = Fastify()', true],
      ['const app = Fastify({ logger: true })', true],
      ['const app = Fastify({ trustProxy: true })', true],
      ['const app = Fastify({\n  trustProxy: true,\n  // logger: true\n})', true],
      ['const app = Fastify({\n  logger: true, // for all\n  trustProxy: true,\n})', true],
      ['const app = Fastify({ logger: { level: "info" }, trustProxy: true })', true],
      ['const options = { trustProxy: true }\nconst app = Fastify(options)', true],
      ['const app = Fastify({ http2: true })', false],
      ['const app = process.env.A ? undefined : Fastify()', false],
      ['const app = Fastify()\nconst admin = Fastify()', 'served'],
    ],
  }

/** What is done with it, before it listens. */
const USED = [
  'app.use(express.json())',
  'app.set("x", "app = express()")',
  'app.get("/a", (q, r) => r.end())',
  'app.post("/b", (q, r) => { r.end("prodReady.harden(app)") })',
  'app.use("/c", express.Router())',
]
const REGISTERED = [
  'app.get("/a", async () => ({}))',
  'app.register(async () => {})',
  'app.addHook("onRequest", async () => {})',
  'app.route({ method: "GET", url: "/b" })',
]

const LISTENS = ['app.listen(3000)', 'app.listen({ port: 3000 })', 'createServer(app).listen(3000)']

const ENTRY = fc.record({
  framework: fc.constantFrom('express' as const, 'fastify' as const),
  system: fc.constantFrom('module' as const, 'commonjs' as const, 'typescript' as const),
  made: fc.nat(),
  noise: fc.shuffledSubarray(NOISE, { minLength: 4, maxLength: 4 }),
  used: fc.shuffledSubarray([0, 1, 2, 3]),
  listens: fc.constantFrom(...LISTENS),
  place: fc.constantFrom('top', 'function', 'class'),
  semi: fc.boolean(),
  crlf: fc.boolean(),
  final: fc.boolean(),
  hashbang: fc.boolean(),
  trailing: fc.constantFrom('', ' ', ' // the application', ' /* made */'),
})

type Entry = typeof ENTRY extends fc.Arbitrary<infer T> ? T : never

interface Program {
  readonly path: string
  readonly text: string
  readonly certain: boolean
}

function programOf({
  framework,
  system,
  made,
  noise,
  used,
  listens,
  place,
  hashbang,
  trailing,
  ...how
}: Entry): Program {
  const shapes = MADE[framework]
  const [shape, certain] = shapes[made % shapes.length] ?? ['', false]
  const served = framework === 'fastify' ? 'app.listen({ port: 3000 })' : listens
  const all = framework === 'express' ? USED : REGISTERED
  const [top = '', above = '', below = '', end = ''] = noise
  const inner = [shape + trailing, ...used.flatMap(i => all[i] ?? [])]
  const body: Readonly<Record<string, readonly string[]>> = {
    top: [...inner, below, served],
    function: ['function make() {', ...inner, 'return app', '}', below, `const app = make()`, served],
    class: ['class Server {', 'constructor() {', ...inner, served, '}', '}', below, 'new Server()'],
  }
  const name = framework === 'express' ? 'express' : 'Fastify'
  const imports =
    system === 'commonjs'
      ? [`const ${name} = require('${framework}')`, "const { createServer } = require('node:http')"]
      : [`import ${name} from '${framework}'`, "import { createServer } from 'node:http'"]
  const lines = [hashbang ? '#!/usr/bin/env node' : '', top, ...imports, above, ...(body[place] ?? []), end]
  const text = lines.filter(line => line !== '').join('\n') + (how.final ? '\n' : '')
  const ended = how.semi ? text.replace(/^((?:const|let|import|app\.|var)[^\n{`/]*[)'5])$/gm, '$1;') : text
  return {
    path: { module: 'src/index.js', commonjs: 'src/index.cjs', typescript: 'src/index.ts' }[system],
    text: how.crlf ? ended.replaceAll('\n', '\r\n') : ended,
    certain: certain === 'served' ? place !== 'function' : certain,
  }
}

test('a program does what it did, with the module around it; or it is left alone, and a person is told the lines', async () => {
  await loadGrammars(['a.js'], ['javascript'])
  const seen = { changed: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(ENTRY, async entry => {
      const { path, text, certain } = programOf(entry)
      const loader = path.endsWith('.ts') ? 'ts' : 'js'
      const before = eventsOf(text, loader)
      const files = packageOf(
        { [path]: text },
        { dependencies: { [entry.framework]: '5' }, type: path.endsWith('.cjs') ? 'commonjs' : 'module' },
      )
      const site = (await serviceIn(files)).appSite
      if (!site) throw new Error('no site')
      expect([text, site.refused?.reason, site.refused === undefined]).toEqual([text, site.refused?.reason, certain])
      if (site.refused) {
        seen.refused++
        refusedRightly(site)
        return
      }
      seen.changed++
      const after = wired(files, site)
      const now = after[path] ?? ''
      hardenedOnce(before, eventsOf(now, loader))
      smallChange(text, now)
      expect(unwired(after, site)).toEqual(files)
    }),
    { numRuns: 400, seed: 11 },
  )
  expect(seen.changed).toBeGreaterThan(150)
  expect(seen.refused).toBeGreaterThan(100)
}, 60_000)

function refusedRightly({ wiring, refused }: AppSite): void {
  expect(wiring).toEqual([])
  const lines = refused?.lines ?? []
  expect(lines.map(line => line.code).join('\n')).toMatch(/prod-ready[^]*prodReady\.harden\(/)
  expect(lines.every(line => line.where !== '')).toBe(true)
}

/** The application is hardened before anything else is done with it; apart from that and the logger nothing is another. */
function hardenedOnce(before: readonly Event[], after: readonly Event[]): void {
  const at = after.findIndex(([, what]) => what === 'harden')
  const rest = after.filter((_, i) => i !== at)
  expect(after[at]?.[0]).toBe(1)
  expect(after[at - 1]?.slice(0, 2)).toEqual([1, 'made'])
  expect(rest.map(withoutOptions)).toEqual(before.map(withoutOptions))
  const [was, is] = [before, rest].map(events => events[0]?.[2] as Record<string, unknown> | undefined)
  if (was === undefined) expect([undefined, OURS.options]).toContainEqual(is)
  else if ('logger' in was) expect([was, { ...was, logger: OURS.logging }]).toContainEqual(is)
  else expect([was, { ...was, ...OURS.options }]).toContainEqual(is)
}

function withoutOptions(event: Event): readonly unknown[] {
  return event[1] === 'made' ? event.slice(0, 2) : event
}

/** At most eight lines differ, and those in between are the same bytes. */
function smallChange(before: string, after: string): void {
  const parts = diffLines(before, after)
  const changed = parts.filter(({ added, removed }) => added || removed)
  expect(changed.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(8)
  expect(/(^|[^\r])\n/.test(after)).toBe(/(^|[^\r])\n/.test(before))
  expect(after.endsWith('\n')).toBe(before.endsWith('\n'))
}
