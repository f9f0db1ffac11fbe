import { printDocument, VERSION, type ErrorDocument } from '../report/documents.ts'
import { openTerminal, type Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'
import { Failure } from '../text/errors.ts'
import { nearest } from '../text/names.ts'
import { detectCommand } from './detect.ts'
import { flagFailure, readInvocation, type Invocation, type ParsedArgs } from './flags.ts'
import type { Handler } from './handlers.ts'
import { requireOpen } from './open.ts'
import { noteRecovery } from './recovery.ts'
import { kindOf } from '../workspace/kind.ts'
import type { Session } from './session.ts'
import { COMMANDS, type CommandName } from './spec.ts'
import { placeOf } from '../text/paths.ts'

const WRITING: ReadonlySet<CommandName> = new Set(['run', 'add', 'quick-wins', 'remove', 'update'])

/**
 * Runs one command. Errors become one message with cause and suggestion (or the error document), never a stack trace.
 * @returns the exit code
 */
export async function dispatch(
  argv: readonly string[],
  parse: (argv: readonly string[]) => ParsedArgs,
): Promise<number> {
  const raw = { json: argv.includes('--json'), debug: argv.includes('--debug') }
  const terminal = openTerminal({ json: raw.json, color: !argv.includes('--no-color') })
  const tell = (error: unknown): number => {
    terminal.progress(undefined)
    return fail(error, terminal, raw)
  }
  let reported = false
  const quiet = onInterrupt(() =>
    reported
      ? INTERRUPTED
      : tell(new Failure('interrupted', 'interrupted, nothing was written', { exitCode: INTERRUPTED })),
  )
  process.once('uncaughtException', error => {
    // the terminal is gone: what gives the lock back listens to signals
    if (isTerminalGone(error)) process.emit('SIGHUP')
    else process.exit(tell(error))
  })
  try {
    return await execute(invocationOf(argv, parse), terminal, () => (reported = true))
  } catch (error) {
    return tell(error)
  } finally {
    terminal.progress(undefined)
    quiet()
  }
}

function isTerminalGone(error: Error): boolean {
  return 'code' in error && error.code === 'EIO'
}

const INTERRUPTED = 130
const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The lock has listeners of its own, which come after this one and end the process: only where there is none, it ends here. */
function onInterrupt(tell: () => number): () => void {
  const listener = (): void => {
    const code = tell()
    setImmediate(() => process.exit(code))
  }
  for (const signal of SIGNALS) process.once(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
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

/** @param reported is told that the command has said what it did: an interrupt has nothing to add then */
async function execute(invocation: Invocation, terminal: Terminal, reported: () => void): Promise<number> {
  const { command, dryRun } = invocation
  checkFolder(invocation)
  if (command === 'detect') return detectCommand(invocation, terminal)
  const { HANDLERS, openSession, undo, withLock } = await import('./handlers.ts')
  if (command === 'undo') return undo(invocation, terminal)
  const handler = HANDLERS[command]
  if (!WRITING.has(command) || dryRun) return look(await openSession(invocation, terminal), handler)
  const work = withLock(invocation.cwd, async recovery => {
    noteRecovery(recovery, terminal)
    const code = await handler(await openSession(invocation, terminal))
    reported()
    return code
  })
  return work.catch((error: unknown) => readable(invocation, error))
}

/** A folder that cannot be read cannot be written either: the first is the cause. */
function readable({ cwd }: Invocation, error: unknown): never {
  if (error instanceof Failure && error.code === 'not-writable') requireOpen(cwd)
  throw error
}

function look(session: Session, handler: Handler): number | Promise<number> {
  if (session.state.unfinished)
    session.terminal.line('An earlier run was cut off while it wrote: the next command that writes finishes it.')
  return handler(session)
}

/** @throws Failure when there is no folder to work in, or when its name is that of a command with a typing error */
function checkFolder({ command, cwd }: Invocation): void {
  const kind = kindOf(cwd)
  if (kind === 'folder') return
  const near =
    command === 'run' && !/[/\\]/.test(cwd)
      ? nearest(
          cwd,
          COMMANDS.map(c => c.name),
        )
      : undefined
  if (near === undefined && kind === 'missing') requireOpen(cwd)
  throw new Failure('no-repository', kind === 'other' ? `${cwd} is not a folder` : `there is no folder ${cwd}`, {
    suggestion: near
      ? `Did you mean the command "create-prod-ready ${near}"?`
      : 'Name an existing folder: create-prod-ready --cwd <dir>',
  })
}

function fail(error: unknown, terminal: Terminal, { json, debug }: { json: boolean; debug: boolean }): number {
  const failure = failureOf(error)
  if (debug) terminal.print(stacksOf(error))
  if (json) printDocument(documentOf(failure))
  else print(failure, terminal)
  return failure.exitCode
}

function stacksOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.stack ?? error.message, ...stacksOf(error.cause)] : []
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof Error && error.name === 'Escaped')
    return new Failure('interrupted', 'left by you, nothing was written', { exitCode: INTERRUPTED })
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('unexpected', message, {
    suggestion: 'This is a defect: run again with --debug and report what it prints.',
    cause: error,
  })
}

function print(failure: Failure, { line, color }: Terminal): void {
  const { code, message, path, suggestion } = failure
  if (code === 'interrupted') {
    line('Nothing was written.')
    return
  }
  // most messages name the place themselves
  const place =
    path === undefined || path === '.' || message.includes(path) ? '' : `${placeOf({ path, line: failure.line })}: `
  line(`${color.red('error')} ${visible(place + message)}`)
  if (suggestion) line(`  ${visible(suggestion)}`)
}

function documentOf({ code, message, path, line, suggestion }: Failure): ErrorDocument {
  return {
    version: VERSION,
    error: {
      code,
      message,
      ...(path === undefined ? {} : { path }),
      ...(line === undefined ? {} : { line }),
      suggestion: suggestion ?? 'create-prod-ready --help',
    },
  }
}
