#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { helpFor } from './commands/help.ts'
import { COMMANDS, OPTIONS, type CommandName } from './commands/spec.ts'

interface Parsed {
  readonly command: CommandName
  readonly positionals: string[]
  readonly values: Readonly<Record<string, unknown>>
}

/** As package.json says: npx only warns. */
const OLDEST = [20, 17] as const

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}

/** Loads only what the command needs: `--help` and `--version` end here. */
async function main(argv: readonly string[]): Promise<number> {
  if (isOld(process.versions.node)) {
    process.stderr.write(
      `error create-prod-ready needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}\n`,
    )
    return 2
  }
  const { values, positionals } = read(argv, false)
  if (values['version'] === true) {
    process.stdout.write(`${process.env['CREATE_PROD_READY_VERSION'] ?? '0.0.0'}\n`)
    return 0
  }
  if (values['help'] === true || positionals[0] === 'help') {
    const name = positionals[0] === 'help' ? positionals[1] : positionals[0]
    process.stdout.write(helpFor(commandNamed(name), process.stdout.isTTY ? process.stdout.columns || 80 : Infinity))
    return 0
  }
  const { dispatch } = await import('./commands/dispatch.ts')
  return dispatch(argv, parse)
}

/** Strict: an unknown flag throws. Values stay strings; dispatch reads them. */
function parse(argv: readonly string[]): Parsed {
  const { values, positionals } = read(argv, true)
  const command = commandNamed(positionals[0])
  return { command: command ?? 'run', positionals: command ? positionals.slice(1) : positionals, values }
}

function read(argv: readonly string[], strict: boolean): Pick<Parsed, 'positionals' | 'values'> {
  return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict })
}

function commandNamed(name: string | undefined): CommandName | undefined {
  return COMMANDS.find(command => command.name === name)?.name
}

/** Whoever reads our output may have seen enough (`| head`), or be gone with the terminal. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
    process.exit()
  })
}

process.exitCode = await main(process.argv.slice(2))
