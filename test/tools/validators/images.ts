import type { Validator } from '../types.ts'
import { command, ownReport, report } from './command.ts'

const isDockerfile = (file: string): boolean =>
  /(^|\/)(Dockerfile[^/]*|[^/]*\.Dockerfile)$/.test(file) && !/dockerignore$/i.test(file)

const hadolint: Validator = {
  name: 'hadolint',
  tool: 'hadolint',
  looksAt: isDockerfile,
  check: command({
    name: 'hadolint',
    args: files => ['--failure-threshold', 'style', '--format', 'json', ...files],
    read: ({ out }) =>
      (report(out) as readonly { file: string; line: number; code: string; message: string }[]).map(row => ({
        ...row,
        rule: row.code,
      })),
  }),
}

const buildkit: Validator = {
  name: 'dockerfile-check',
  tool: 'dockerfile-check',
  looksAt: isDockerfile,
  check: command({
    name: 'dockerfile-check',
    args: files => files,
    read: ownReport,
  }),
}

/** What images are built from. */
export const imageValidators: readonly Validator[] = [hadolint, buildkit]
