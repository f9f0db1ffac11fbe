import pc from 'picocolors'
import { cut, wrap } from './wrap.ts'

type Colors = ReturnType<typeof pc.createColors>

/** Where text for people goes: stderr, so that stdout holds the one document that was asked for. */
export interface Terminal {
  readonly color: Colors
  /** What the program prints on stdout for people and pipes alike (a diff). */
  readonly out: { readonly color: Colors; readonly width: number; readonly line: (text: string) => void }
  /** Columns of the terminal now; infinite where the stream is no terminal: what is piped is not wrapped. */
  readonly width: number
  readonly rows: number
  /** Why nobody can be asked; undefined when a person can answer. */
  readonly mute: string | undefined
  readonly interactive: boolean
  /** One line, broken at spaces where it is wider than the terminal. @param indent of the lines after the first */
  readonly line: (text?: string, indent?: number) => void
  /** Lines as they are. */
  readonly print: (lines: readonly string[]) => void
  /** Shows what is going on until something is printed, or it is called with undefined; nothing where the stream is no terminal. */
  readonly progress: (text: string | undefined) => void
}

/** Fewer columns than this are treated as this many. */
const NARROWEST = 20

/** @returns the terminal of this process */
export function openTerminal(wanted: { readonly color: boolean; readonly json: boolean }): Terminal {
  const { stdout, stderr, env } = process
  const plain = env['TERM'] === 'dumb' || inCi()
  const colors = (stream: NodeJS.WriteStream): Colors =>
    pc.createColors(isTerminal(stream) && wanted.color && !plain && !env['NO_COLOR'])
  const color = colors(stderr)
  const widthOf = (stream: NodeJS.WriteStream): number =>
    stream.isTTY ? Math.max(NARROWEST, stream.columns || 80) : Infinity
  const width = (): number => widthOf(stderr)
  const mute = muteReason(wanted.json)
  const progress = isTerminal(stderr) && !plain && !wanted.json ? progressOn(stderr, color, width) : () => undefined
  const print = (lines: readonly string[], stream: NodeJS.WriteStream = stderr): void => {
    progress(undefined)
    stream.write(lines.map(line => `${line}\n`).join(''))
  }
  return {
    color,
    out: { color: colors(stdout), width: widthOf(stdout), line: text => print([text], stdout) },
    get width() {
      return width()
    },
    get rows() {
      return stderr.rows || 24
    },
    mute,
    interactive: mute === undefined,
    line: (text = '', indent) => print(wrap(text, width(), indent)),
    print,
    progress,
  }
}

/** For a pipe `isTTY` is undefined, which picocolors takes for "find out". */
function isTerminal({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true
}

function muteReason(json: boolean): string | undefined {
  const { stdin, stderr, env } = process
  if (json) return '--json asks nothing'
  if (!stdin.isTTY || !stderr.isTTY) return 'there is no terminal to ask on'
  if (env['TERM'] === 'dumb') return 'a dumb terminal (TERM=dumb) cannot show the questions'
  return inCi() ? 'CI is set, so nobody is asked' : undefined
}

function inCi(): boolean {
  const { CI } = process.env
  return CI !== undefined && !['', 'false', '0'].includes(CI)
}

/** One line that is written over: with spaces, because a terminal without colours may know no other way. */
function progressOn(stream: NodeJS.WriteStream, { dim }: Colors, width: () => number): Terminal['progress'] {
  let shown = 0
  return text => {
    const next = text === undefined ? '' : cut(text, width() - 1)
    if (shown) stream.write(`\r${' '.repeat(shown)}\r`)
    if (next) stream.write(dim(next))
    shown = next.length
  }
}
