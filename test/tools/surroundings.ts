import { delimiter } from 'node:path'
import { temporaryFolder } from '../support/repository.ts'
import type { Installation } from './install.ts'
import { run } from './process.ts'
import type { Run } from './types.ts'

/** @returns what makes a runner for a folder: the installed tools come first, and no settings of the person who runs them count */
export function runners(installations: readonly Installation[]): (dir: string) => Run {
  const home = temporaryFolder()
  const bins = installations.flatMap(({ bin }) => bin ?? [])
  const env = {
    PATH: [...bins, process.env['PATH']].join(delimiter),
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    LC_ALL: 'C.UTF-8',
    NO_COLOR: '1',
    GIT_CONFIG_NOSYSTEM: '1',
  }
  return cwd => (program, args) => run(program, args, { cwd, env, seconds: 180 })
}
