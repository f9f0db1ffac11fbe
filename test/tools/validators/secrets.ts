import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Finding, Look, Validator } from '../types.ts'
import { command, linesLike, report } from './command.ts'

const scan = command({
  name: 'gitleaks',
  args: () => [
    'dir',
    '--redact',
    '--no-banner',
    '--log-level',
    'error',
    '--exit-code',
    '1',
    '--report-format',
    'json',
    '--report-path',
    '-',
    '.',
  ],
  read: ({ out }) =>
    (report(out) as readonly { File: string; StartLine: number; RuleID: string; Description: string }[]).map(row => ({
      file: row.File,
      line: row.StartLine,
      rule: row.RuleID,
      message: row.Description,
    })),
})

/** Scans copies: a configuration or a list of ignored findings in the repository must not speak for itself. */
async function scanCopies(look: Look): Promise<readonly Finding[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'cpr-secrets-'))
  try {
    for (const file of look.files.filter(name => !/(^|\/)\.gitleaks(\.toml|ignore)$/.test(name)))
      cpSync(path.join(look.dir, file), path.join(dir, file))
    return await scan({ ...look, dir, run: (program, args) => look.run(program, [...args.slice(0, -1), dir]) })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const secrets: Validator = {
  name: 'gitleaks',
  tool: 'gitleaks',
  general: true,
  looksAt: file => !/(^|\/)\.gitleaks(\.toml|ignore)$/.test(file),
  check: scanCopies,
}

/** The scanner must take the configuration, and find nothing with it where there is nothing. */
const configuration: Validator = {
  name: 'gitleaks configuration',
  tool: 'gitleaks',
  looksAt: file => /(^|\/)\.gitleaks\.toml$/.test(file),
  check: command({
    name: 'gitleaks configuration',
    program: 'gitleaks',
    args: files => ['stdin', '--no-banner', '--no-color', '--log-level', 'warn', '--config', ...files],
    read: ({ err }, [file = '']) =>
      linesLike(err, / FTL (?<message>.*)/).map(({ message = '' }) => ({ file, message })),
    single: true,
  }),
}

export const secretValidators: readonly Validator[] = [secrets, configuration]
