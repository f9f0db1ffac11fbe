import { join } from '../../text/paths.ts'
import type { SourcePackage } from '../ecosystems/model.ts'
import { list, table, text, texts } from '../values.ts'
import type { View } from '../view.ts'

/** Tasks that make a package what it is deployed as, or start it. */
const TASKS = ['build', 'start'] as const

/** What plugins of Nx build without a target, by the settings that they look for (its documentation, "Inferred tasks"). */
const PLUGINS: Readonly<Record<string, string>> = {
  '@nx/next/plugin': 'next.config',
  '@nx/vite/plugin': 'vite.config',
  '@nx/nuxt/plugin': 'nuxt.config',
  '@nx/remix/plugin': 'remix.config',
  '@nx/webpack/plugin': 'webpack.config',
  '@nx/rspack/plugin': 'rspack.config',
  '@nx/rsbuild/plugin': 'rsbuild.config',
}

/** @returns whether a task runner of the workspace builds or starts a package by a command of its own, which needs no script of the manifest */
export function hasTask(view: View, source: SourcePackage): boolean {
  return hasMoonTask(view, source) || hasNxTask(view, source)
}

/** A target in the manifest, or one that a plugin of the workspace infers. */
function hasNxTask(view: View, { facts, doc, project }: SourcePackage): boolean {
  const targets = table(doc.get('nx', 'targets'))
  if (TASKS.some(name => ['executor', 'command'].some(key => text(table(targets[name])[key]) !== undefined)))
    return true
  const path = join(project, 'nx.json')
  const plugins = view.has(path) ? list(view.json(path, true)?.get('plugins')) : []
  return plugins.some(plugin => {
    const name = text(plugin) ?? text(table(plugin)['plugin']) ?? ''
    const settings = Object.hasOwn(PLUGINS, name) ? PLUGINS[name] : undefined
    return (
      settings !== undefined &&
      ['.js', '.mjs', '.cjs', '.ts', '.mts'].some(extension => view.has(join(facts.path, settings + extension)))
    )
  })
}

/** By the documentation of moon, "moon.{pkl,yml}". */
function hasMoonTask(view: View, { facts }: SourcePackage): boolean {
  const path = join(facts.path, 'moon.yml')
  const tasks = view.has(path) ? table(view.yaml(path)?.get('tasks')) : {}
  return TASKS.some(name => {
    const { command, script } = table(tasks[name])
    return texts(command).length > 0 || text(command) !== undefined || text(script) !== undefined
  })
}
