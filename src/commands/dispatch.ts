import { printDocument, VERSION, type ErrorDocument } from '../report/documents.ts'
import { openTerminal, type Terminal } from '../report/terminal.ts'
import { Failure } from '../text/errors.ts'
import { flagFailure, readInvocation, type Invocation, type ParsedArgs } from './flags.ts'
import type { CommandName } from './spec.ts'
import type { Session } from './session.ts'

type Handler = (session: Session) => number | Promise<number>

/** Each command is loaded when it is called: reading commands load neither plop nor the prompts. */
const HANDLERS: Readonly<Record<Exclude<CommandName, 'undo'>, () => Promise<Handler>>> = {
  run: async () => (await import('./run.ts')).run,
  add: async () => (await import('./run.ts')).run,
  'quick-wins': async () => (await import('./run.ts')).run,
  remove: async () => (await import('./remove.ts')).remove,
  list: async () => (await import('./list.ts')).list,
  detect: async () => (await import('./detect.ts')).detectCommand,
  explain: async () => (await import('./explain.ts')).explain,
  update: async () => (await import('./update.ts')).update,
  diff: async () => (await import('./update.ts')).diff,
  check: async () => (await import('./update.ts')).check,
  verify: async () => (await import('./verify.ts')).verify,
}
const WRITING: ReadonlySet<CommandName> = new Set(['run', 'add', 'quick-wins', 'remove', 'update'])

/**
 * Runs one command. Errors become one message with cause and suggestion (or the error document), never a stack trace.
 * @returns the exit code
 */
export async function dispatch(argv: readonly string[], parse: (argv: readonly string[]) => ParsedArgs): Promise<number> {
  const raw = { json: argv.includes('--json'), debug: argv.includes('--debug') }
  const terminal = openTerminal({ json: raw.json, color: !argv.includes('--no-color') })
  try {
    return await execute(invocationOf(argv, parse), terminal)
  } catch (error) {
    terminal.progress(undefined)
    return fail(error, terminal, raw)
  }
}

function invocationOf(argv: readonly string[], parse: (argv: readonly string[]) => ParsedArgs): Invocation {
  let parsed: ParsedArgs
  try {
    parsed = parse(argv)
  } catch (error) {
    throw flagFailure(error)
  }
  return readInvocation(parsed)
}

async function execute(invocation: Invocation, terminal: Terminal): Promise<number> {
  const { command, dryRun } = invocation
  if (command === 'undo') return (await import('./undo.ts')).undo(invocation, terminal)
  const [{ openSession }, handler] = await Promise.all([import('./session.ts'), HANDLERS[command]()])
  if (!WRITING.has(command) || dryRun) return handler(await openSession(invocation, terminal))
  const { withLock } = await import('../apply/lock.ts')
  return withLock(invocation.cwd, async () => handler(await openSession(invocation, terminal)))
}

function fail(error: unknown, terminal: Terminal, { json, debug }: { json: boolean; debug: boolean }): number {
  if (error instanceof Error && error.name === 'Escaped') {
    if (json) printDocument(documentOf(new Failure('interrupted', 'left by the user, nothing was written', { exitCode: 130 })))
    else terminal.line('Nothing was written.')
    return 130
  }
  const failure = error instanceof Failure ? error : unexpected(error)
  if (debug && error instanceof Error) terminal.line(error.stack)
  if (json) printDocument(documentOf(failure))
  else {
    const place = failure.path === undefined ? '' : `${failure.path}${failure.line === undefined ? '' : `:${failure.line}`}: `
    terminal.line(`${terminal.color.red('error')} ${place}${failure.message}`)
    if (failure.suggestion) terminal.line(`  ${failure.suggestion}`)
  }
  return failure.exitCode
}

function unexpected(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('unexpected', message, { suggestion: 'this is a defect: run again with --debug and report what it prints', cause: error })
}

function documentOf({ code, message, path, line, suggestion }: Failure): ErrorDocument {
  return {
    version: VERSION,
    error: { code, message, ...(path === undefined ? {} : { path }), ...(line === undefined ? {} : { line }), suggestion: suggestion ?? 'create-prod-ready --help' },
  }
}
