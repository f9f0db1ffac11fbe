import { join } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { table, text, texts } from '../values.ts'
import type { View } from '../view.ts'

/** Tasks of moon that make a package what it is deployed as, or start it. */
const TASKS = ['build', 'start'] as const

/** @returns whether moon builds or starts a package by a command of its own, which needs no script of the manifest (its documentation, "moon.{pkl,yml}") */
export function hasTask(view: View, { facts }: SourcePackage): boolean {
  const path = join(facts.path, 'moon.yml')
  const tasks = view.has(path) ? table(view.yaml(path)?.get('tasks')) : {}
  return TASKS.some(name => {
    const { command, script } = table(tasks[name])
    return texts(command).length > 0 || text(command) !== undefined || text(script) !== undefined
  })
}
