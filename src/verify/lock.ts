import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import type { Project } from '../detect/types.ts'
import { Failure } from '../text/errors.ts'
import { lockCommand } from './lock-command.ts'

const TIMEOUT = 600_000

/**
 * What a package manager reads to make a lock file: manifests, the lock file as it is, and its own settings. Cargo wants the source files of
 * a package to be there; its settings may name programs, and are left out.
 */
const READ_BY_MANAGERS =
  /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lock|\.npmrc|\.yarnrc(\.yml)?|Cargo\.(toml|lock)|[^/]+\.rs)$/

/** No scripts, no colours, no program of the repository in the manager's place (`yarnPath`), and errors also below `npm --silent`. */
const ENVIRONMENT = {
  YARN_ENABLE_SCRIPTS: '0',
  YARN_IGNORE_PATH: '1',
  CI: '',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  npm_config_loglevel: 'error',
}

/** @returns true for a file that `updateLock` needs a copy of */
export function isReadByManagers(file: string): boolean {
  return READ_BY_MANAGERS.test(file)
}

/**
 * Brings a lock file up to date with the project's own package manager, in a copy outside the repository, with install scripts off.
 * Uses the network. @param files text of the files below the project that `isReadByManagers` names, by path relative to the project
 * @returns text of the lock file @throws Failure with the manager's last lines
 */
export async function updateLock(
  project: Project,
  lockfile: string,
  files: ReadonlyMap<string, string>,
): Promise<string> {
  const command = lockCommand(project.manager.value)
  const copy = mkdtempSync(path.join(tmpdir(), 'create-prod-ready-'))
  try {
    for (const [file, text] of files) {
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true })
      writeFileSync(path.join(copy, file), file.endsWith('.rs') ? '' : text)
    }
    const [program = '', ...args] = pinned(project, command)
    const result = await execa(program, args, {
      cwd: copy,
      reject: false,
      all: true,
      stdin: 'ignore',
      timeout: TIMEOUT,
      env: ENVIRONMENT,
    })
    if (result.exitCode !== 0) throw failed(command, [result.all, result.shortMessage].find(Boolean) ?? '', result.code)
    return readFileSync(path.join(copy, lockfile), 'utf8')
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** The manager in the version that the repository pins: another one may write another format. */
function pinned(project: Project, command: readonly string[]): readonly string[] {
  const version = project.managerVersion?.value
  const [program = '', ...args] = command
  if (program === 'npm' || program === 'cargo' || version === undefined || !/^\d+\.\d+\.\d+/.test(version))
    return command
  const name = project.manager.value === 'yarn-berry' ? '@yarnpkg/cli-dist' : program
  return ['npx', '--yes', '--package', `${name}@${version}`, program, ...args]
}

function failed(command: readonly string[], output: string, code: string | undefined): Failure {
  return new Failure(
    'lock-failed',
    code === 'ENOENT' ? `${command[0] ?? ''} is not installed` : `${command.join(' ')} failed: ${reasonIn(output)}`,
    {
      suggestion: 'Run it yourself, or leave --install away: the command is named under the next steps then.',
    },
  )
}

const COMPLAINT = /^(error|npm (error|ERR!)|ERR_|➤ YN(?!0000)\d{4})/i

/** @returns the lines of a manager's output that tell what went wrong; its last ones where none says so */
function reasonIn(output: string): string {
  const lines = output
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  const complaints = lines.filter(line => COMPLAINT.test(line))
  return (complaints.length ? complaints.slice(0, 3) : lines.slice(-3)).join('; ')
}
