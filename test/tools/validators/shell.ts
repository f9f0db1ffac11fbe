import type { Validator } from '../types.ts'
import { command, report } from './command.ts'

interface ShellcheckReport {
  readonly comments: readonly {
    readonly file: string
    readonly line: number
    readonly code: number
    readonly message: string
  }[]
}

const shellcheck: Validator = {
  name: 'shellcheck',
  tool: 'shellcheck',
  idle: 'no script is written; those inside workflows and Dockerfiles are read by actionlint and hadolint',
  looksAt: (file, { text }) => /\.(sh|bash)$/.test(file) || /^#!.*\b(ba|da)?sh\b/.test(text(file)),
  check: command({
    name: 'shellcheck',
    args: files => ['--norc', '--severity', 'style', '--format', 'json1', ...files],
    read: ({ out }) =>
      (report(out) as ShellcheckReport).comments.map(({ code, ...row }) => ({ ...row, rule: `SC${code}` })),
  }),
}

export const shellValidators: readonly Validator[] = [shellcheck]
