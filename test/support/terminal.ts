import { spawn, spawnSync } from 'node:child_process'
import { CLI } from './cli.ts'
import { Screen } from './screen.ts'

export const KEY = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  space: ' ',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlU: '\u0015',
} as const

/** A real terminal needs `script` of util-linux, which makes one without a native module. */
export const HAS_TERMINAL =
  spawnSync('script', ['-qfec', 'true', '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] }).status === 0

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: NodeJS.ProcessEnv
  /** What is run instead of the program. */
  readonly command?: string
}

export interface TerminalRun {
  /** What a person would see, from the beginning. */
  readonly screen: Screen
  /** Every byte that was printed. */
  raw(): string
  /** Waits until the screen shows `text` after what the last call waited for. Throws with the screen when it does not come. */
  until(text: string): Promise<void>
  /** Waits until the last thing on the screen is as `pattern` says. */
  see(pattern: RegExp): Promise<void>
  press(...keys: readonly string[]): void
  /** The terminal goes away, as when its window is closed. */
  hangUp(): void
  /** @returns the exit code, when the program has ended */
  ended(): Promise<number | null>
}

const PATIENCE = 15_000

/** Runs the built program in `dir` on a terminal. */
export function onTerminal(
  dir: string,
  args: readonly string[],
  { columns = 100, rows = 40, env = {}, command }: TerminalOptions = {},
): TerminalRun {
  const quoted = args.map(arg => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ')
  const program = command ?? `exec '${process.execPath}' '${CLI}' ${quoted}`
  const child = spawn('script', ['-qfec', `stty rows ${rows} cols ${columns}; ${program}`, '/dev/null'], {
    cwd: dir,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...env,
    },
  })
  const screen = new Screen(columns, rows)
  let raw = ''
  let over = false
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    raw += data
    screen.write(data)
  })
  const code = new Promise<number | null>(resolve => child.on('close', resolve))
  void code.then(() => (over = true))
  // the program may be gone when a key is pressed
  child.stdin.on('error', () => undefined)
  const wait = async (what: string, holds: () => boolean): Promise<void> => {
    for (const start = Date.now(); !holds();) {
      if ((over && !holds()) || Date.now() - start > PATIENCE)
        throw new Error(`the terminal does not show ${what}:\n${screen.text}`)
      await new Promise(resolve => setTimeout(resolve, 15))
    }
  }
  let seen = 0
  return {
    screen,
    raw: () => raw,
    until: async text => {
      await wait(JSON.stringify(text), () => raw.includes(text, seen))
      seen = raw.indexOf(text, seen) + text.length
    },
    see: pattern => wait(String(pattern), () => pattern.test(screen.text.slice(screen.text.lastIndexOf('\n? ')))),
    press: (...keys) => child.stdin.write(keys.join('')),
    hangUp: () => child.kill('SIGKILL'),
    ended: async () => {
      await wait('its end', () => over).catch((error: unknown) => {
        child.kill()
        throw error
      })
      return code
    },
  }
}
