import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../support/repository.ts'
import type { Finding, Look } from '../types.ts'
import { command, linesLike } from './command.ts'

const MODULES = fileURLToPath(new URL('../../../node_modules/', import.meta.url))

const OPTIONS = {
  allowJs: true,
  checkJs: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'es2022',
  module: 'esnext',
  moduleResolution: 'bundler',
  types: ['k6'],
  typeRoots: [path.join(MODULES, '@types')],
  paths: { k6: [path.join(MODULES, '@types/k6')], 'k6/*': [path.join(MODULES, '@types/k6/*')] },
} as const

/** k6 scripts against the types of k6. */
export async function typesOfLoadTests(look: Look): Promise<readonly Finding[]> {
  const settings = path.join(temporaryFolder(), 'tsconfig.json')
  const files = look.files.map(file => path.join(look.dir, file))
  writeFileSync(settings, JSON.stringify({ compilerOptions: OPTIONS, files }))
  return command({
    name: 'k6 types',
    program: path.join(MODULES, '.bin/tsc'),
    args: () => ['--project', settings, '--pretty', 'false'],
    read: ({ out }) =>
      linesLike(out, /^(?<file>.+)\((?<line>\d+),\d+\): error (?<rule>TS\d+): (?<message>.*)$/).map(
        ({ file = '', line, rule = '', message = '' }) => ({
          file: path.resolve(look.dir, file),
          line: Number(line),
          rule,
          message,
        }),
      ),
  })(look)
}
