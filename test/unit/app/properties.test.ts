import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadGrammars } from '../../../src/text/grammars.ts'
import { readScript } from '../../../src/detect/source/script.ts'
import { diffOf, moduleIn, packageOf, serviceIn, unwired, wired } from './wiring.ts'

/** What may stand anywhere between statements. */
const NOISE = fc.constantFrom(
  '',
  '// const app = express()',
  '/* app.listen(3000)\nprodReady.harden(app)\n*/',
  '// import * as prodReady from "./prod-ready.js"',
  'const text = `\nconst app = express()\nprodReady.harden(app)\n${1 + 1}`',
  'const quoted = \'app = express()\' + "Fastify()"',
  'const pattern = /express\\(\\)|[/"]/g',
  'app_.use((request, response, next) => { next() })',
  'if (process.env.DEBUG) { console.log("app = express()") }',
  'const 服务 = "🚢"',
  'function other() {\n\tconst app2 = { listen() {} }\n\treturn app2\n}',
)

const MADE = fc.constantFrom(
  'const app = express()',
  'let app = express()',
  'export const app = express()',
  'const app = express(), limit = 5',
  'const app = (express())',
  'const app = Fastify()',
  'const app = Fastify({ logger: true })',
  'const app = Fastify({ trustProxy: true })',
  'const app = Fastify({\n  trustProxy: true,\n  // logger: true\n})',
  'const app = Fastify({\n  logger: true, // for all\n})',
  'const app = wrap(express())',
  'const app = express().disable("etag")',
  'const app = process.env.A ? express() : undefined',
  'const app = express(); app.use(text_)',
)

interface Entry {
  readonly hashbang: boolean
  readonly strict: boolean
  readonly semi: boolean
  readonly crlf: boolean
  readonly double: boolean
  readonly final: boolean
  readonly inside: boolean
  readonly trailing: string
  readonly made: string
  readonly noise: readonly string[]
}

const ENTRY: fc.Arbitrary<Entry> = fc.record({
  hashbang: fc.boolean(),
  strict: fc.boolean(),
  semi: fc.boolean(),
  crlf: fc.boolean(),
  double: fc.boolean(),
  final: fc.boolean(),
  inside: fc.boolean(),
  trailing: fc.constantFrom('', ' ', ' // the application', ' /* made */'),
  made: MADE,
  noise: fc.array(NOISE, { minLength: 4, maxLength: 4 }),
})

/** Each piece once: the same name twice would be no program. */
function textOf({ hashbang, strict, semi, crlf, double, final, inside, trailing, made, noise }: Entry): string {
  const [top, above, below, end] = noise.map((text, i, all) => (all.indexOf(text) === i ? text : ''))
  const pack = made.includes('Fastify') ? 'Fastify' : 'express'
  const body = [above, made + (semi ? ';' : '') + trailing, below, `app.get("/a", (q, r) => r.end())${semi ? ';' : ''}`]
  const place =
    inside && !made.startsWith('export')
      ? ['function make() {', ...body, 'return app', '}', 'const app = make()']
      : body
  const lines = [
    hashbang ? '#!/usr/bin/env node' : '',
    strict ? `'use strict'${semi ? ';' : ''}` : '',
    top,
    `import ${pack} from '${pack.toLowerCase()}'${semi ? ';' : ''}`,
    ...place,
    'app.listen(3000)',
    end,
  ]
  const text = lines.filter((line, i) => line !== '' || i > 2).join('\n') + (final ? '\n' : '')
  const quoted = double ? text.replace(`'${pack.toLowerCase()}'`, `"${pack.toLowerCase()}"`) : text
  return crlf ? quoted.replaceAll('\n', '\r\n') : quoted
}

/** Only with these is the place certain; the rest must be refused. */
const CERTAIN = /^(const|let|export const) app = (\(?express\(\)\)?|Fastify\([^]*\))(, limit = 5)?$/

test('whatever stands around it: the change is right and can be taken back byte for byte, or nothing is changed', async () => {
  await loadGrammars(['a.js'], ['javascript'])
  const seen = { changed: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(ENTRY, async entry => {
      const path = 'src/index.js'
      const text = textOf(entry)
      const files = packageOf(
        { [path]: text },
        { dependencies: entry.made.includes('Fastify') ? { fastify: '^5.6.0' } : { express: '^5.1.0' } },
      )
      const site = (await serviceIn(files)).appSite
      if (!site) throw new Error('no site')
      if (site.refused) {
        seen.refused++
        expect(site.wiring).toEqual([])
        expect(CERTAIN.test(entry.made) && !readScript(path, text).hasErrors).toBe(false)
        return
      }
      seen.changed++
      expect(CERTAIN.test(entry.made)).toBe(true)
      const after = wired(files, site)
      const now = after[path] ?? ''
      expect(readScript(path, now).hasErrors).toBe(false)
      expect(diffOf(text, now).length).toBeLessThanOrEqual(8)
      expect((await moduleIn(after))?.path).toBe('src/prod-ready.js')
      expect((await serviceIn(after)).appSite?.wiring).toEqual(site.wiring)
      expect(wired(after, site)).toEqual(after)
      expect(unwired(after, site)).toEqual(files)
      const order = [now.search(/^import \* as prodReady/m), now.search(/^import (Fastify|express)/m)]
      expect((order[0] ?? 0) > (order[1] ?? 0)).toBe(true)
    }),
    { numRuns: 200, seed: 7 },
  )
  expect(seen.changed).toBeGreaterThan(75)
  expect(seen.refused).toBeGreaterThan(25)
})
