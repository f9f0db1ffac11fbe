import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { dirname } from '../../../src/text/paths.ts'
import { temporaryFolder } from '../../support/repository.ts'
import type { Finding, Look, Validator } from '../types.ts'
import { command, linesLike } from './command.ts'
import { typesOfLoadTests } from './load.ts'

const SCRIPT = /^load\/[^/]+\/[^/]+\.js$/

/** Each load test as k6 does: its options, its thresholds and what it needs. */
async function inspect({ files, run }: Look): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const folder of new Set(files.map(dirname))) {
    const { code, out, err } = await run('k6', ['inspect', '--execution-requirements', `./${folder}/main.js`])
    if (code === 0) continue
    const lines = `${out}\n${err}`.split('\n').filter(line => /error|warning|fail/i.test(line))
    const file = files.find(other => dirname(other) === folder) ?? folder
    const message = lines.slice(0, 4).join(' | ') || `ended with ${String(code)}`
    found.push({ file, line: 1, rule: 'k6', message })
  }
  return found
}

/** @returns a file with an answer to everything that a stack asks of whoever starts it; what is then still open is a mistake */
function answersTo(stack: string): string {
  const file = path.join(temporaryFolder(), '.env')
  const asked = [...stack.matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  writeFileSync(file, [...new Set(asked)].map(name => `${name}=answer\n`).join(''))
  return file
}

/** Load tests as k6 and TypeScript read them; the services of one machine as Compose does. */
export const deploymentValidators: readonly Validator[] = [
  { name: 'k6', tool: 'k6', looksAt: file => /^load\/[^/]+\/(main|routes)\.js$/.test(file), check: inspect },
  { name: 'k6 types', tool: null, looksAt: file => SCRIPT.test(file), check: typesOfLoadTests },
  {
    name: 'docker-compose',
    tool: 'docker-compose',
    looksAt: file => /(^|\/)compose\.ya?ml$/.test(file),
    check: command({
      name: 'docker-compose',
      args: ([file = ''], { text }) => [
        ...['--file', file, '--env-file', answersTo(text(file)), '--profile', '*'],
        ...['config', '--quiet'],
      ],
      // what it only warns of is none the less wrong
      read: ({ err }, [file = '']) =>
        linesLike(err, /level=(?:warning|error) msg="?(?<message>.*?)"?$/).map(({ message = '' }) => ({
          file,
          message,
        })),
      single: true,
    }),
  },
]
