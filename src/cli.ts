#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { COMMANDS, OPTIONS, helpFor, type CommandName } from './commands/spec.ts'

/** Loads only what the command needs: `--help` and `--version` end here. */
async function main(argv: readonly string[]): Promise<number> {
  const first = argv.find(arg => !arg.startsWith('-'))
  const named = COMMANDS.find(command => command.name === first)
  if (argv.includes('--version') || argv.includes('-V')) {
    process.stdout.write(`${process.env['CREATE_PROD_READY_VERSION'] ?? '0.0.0'}\n`)
    return 0
  }
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(helpFor(named?.name))
    return 0
  }
  const { dispatch } = await import('./commands/dispatch.ts')
  return dispatch(argv, parse)
}

/** Strict: an unknown flag throws. Values stay strings; dispatch reads them. */
function parse(argv: readonly string[]): { command: CommandName; positionals: string[]; values: Readonly<Record<string, unknown>> } {
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true })
  const command = COMMANDS.find(c => c.name === positionals[0])
  return { command: command?.name ?? 'run', positionals: command ? positionals.slice(1) : positionals, values }
}

process.exitCode = await main(process.argv.slice(2))
