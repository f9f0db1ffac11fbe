import { fileURLToPath } from 'node:url'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { database } from '../e2e/chain/data.ts'
import folders from '../support/folder.ts'
import { FRAMEWORKS, VARIANTS, type Framework } from './frameworks.ts'
import { measure, type Route } from './load.ts'
import { make } from './make.ts'
import { provide } from './provide.ts'
import { inspect, start, type Service } from './service.ts'
import { summaryOf, tables, type Summary } from './table.ts'

const DOCUMENT = fileURLToPath(new URL('../../BENCH.md', import.meta.url))
const ITEMS =
  "create table items (id int4 primary key, name text not null, price int4 not null); insert into items select n, 'lamp', 1200 from generate_series(1, 1000) n; analyze items"

/**
 * Measures what the module costs, for the named frameworks or for all, and writes it into BENCH.md.
 * @returns the exit code: 1 when a limit is not kept
 */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '4' },
      'no-write': { type: 'boolean', default: false },
    },
  })
  const chosen = FRAMEWORKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  process.setMaxListeners(0) // each service is ended with this process
  process.once('exit', folders())
  await provide()
  const postgres = await database()
  postgres.run(ITEMS)
  const summaries: Summary[] = []
  for (const framework of chosen)
    summaries.push(await summarize(framework, postgres.url, Number(values.rounds), Number(values.seconds)))
  await postgres.stop()
  const text = tables(summaries)
  process.stdout.write(`${text}\n`)
  // a table of some frameworks would take the place of the others
  if (!values['no-write'] && chosen.length === FRAMEWORKS.length) await write(text)
  const over = summaries.flatMap(({ over }) => over)
  for (const line of over) process.stderr.write(`over the limit: ${line}\n`)
  return over.length > 0 ? 1 : 0
}

async function summarize(framework: Framework, url: string, rounds: number, seconds: number): Promise<Summary> {
  const services: Service[] = []
  for (const variant of VARIANTS) {
    process.stdout.write(`${framework.name}: ${variant.name}\n`)
    const made = make(framework, variant)
    await inspect(made, url)
    services.push(await start(made, url, '/dev/null'))
  }
  const both: readonly Route[] = ['plain', 'query']
  const asked = (name: string): readonly Route[] => (name.startsWith('without') ? ['plain'] : both)
  const samples = await measure(services, asked, rounds, seconds)
  for (const service of services) service.stop()
  return summaryOf(framework, samples)
}

async function write(text: string): Promise<void> {
  const filled = readFileSync(DOCUMENT, 'utf8').replace(
    /<!-- module -->[^]*<!-- end of module -->/,
    `<!-- module -->\n\n${text}\n\n<!-- end of module -->`,
  )
  writeFileSync(DOCUMENT, await format(filled, { parser: 'markdown' }))
}
