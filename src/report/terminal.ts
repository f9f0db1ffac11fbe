import pc from 'picocolors'

/** Where text for people goes: stderr, so that stdout holds the one document that was asked for. */
export interface Terminal {
  readonly color: ReturnType<typeof pc.createColors>
  /** Columns; 80 where the stream is no terminal. */
  readonly width: number
  /** True when a person can answer. */
  readonly interactive: boolean
  line(text?: string): void
  /** Shows what is going on until it is called with undefined; nothing where the stream is no terminal. */
  progress(text: string | undefined): void
}

/** @returns the terminal of this process */
export function openTerminal(wanted: { readonly color: boolean; readonly json: boolean }): Terminal {
  const { stdin, stderr, env } = process
  const dumb = env['TERM'] === 'dumb'
  const live = stderr.isTTY && !dumb
  const color = pc.createColors(wanted.color && live && !env['NO_COLOR'])
  return {
    color,
    width: Math.max(20, live ? stderr.columns || 80 : 80),
    interactive: Boolean(stdin.isTTY) && live && !wanted.json && !env['CI'],
    line: (text = '') => void stderr.write(`${text}\n`),
    progress: text => {
      if (!live || wanted.json) return
      stderr.write(text === undefined ? '\r\u001b[2K' : `\r\u001b[2K${color.dim(text.slice(0, (stderr.columns || 80) - 1))}`)
    },
  }
}
