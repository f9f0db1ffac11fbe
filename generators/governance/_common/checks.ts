import type { Context } from '../../../src/artifact/index.ts'
import type { Command, Task } from '../../../src/contract/types.ts'
import { isFuzzed } from '../../cicd/_common/projects.ts'
import { code, prose } from './markdown.ts'

const TITLES: Readonly<Record<Task, string>> = {
  install: 'Install',
  format: 'Format',
  lint: 'Lint',
  typecheck: 'Types',
  unused: 'Unused code',
  build: 'Build',
  test: 'Test',
}

/** A check of a project; everything is ready for Markdown. */
export interface Check {
  readonly task: Task
  readonly title: string
  readonly run: string
  readonly fix: string | undefined
  readonly enforced: boolean
  readonly reason: string
}

export interface ProjectChecks {
  readonly title: string
  /** The folder as code; undefined for the root of the repository. */
  readonly folder: string | undefined
  readonly install: string | undefined
  readonly checks: readonly Check[]
}

/** @returns what a contributor runs in each project */
export function checksOf(ctx: Context): readonly ProjectChecks[] {
  return ctx.contract.projects
    .filter(({ project }) => !isFuzzed(project))
    .map(({ project, title, commands }) => {
      const install = commands.find(command => command.task === 'install')
      return {
        title: prose(title),
        folder: project.path === '.' ? undefined : code(project.path),
        install: install && code(install.run),
        checks: commands.filter(command => command.task !== 'install').map(checkOf),
      }
    })
}

function checkOf({ task, run, fix, enforced, reason }: Command): Check {
  return {
    task,
    title: TITLES[task],
    run: code(run),
    fix: fix === undefined ? undefined : code(fix),
    enforced,
    reason: prose(reason),
  }
}
