import { basename, normalize } from '../../text/paths.ts'
import { literally } from '../../text/patterns.ts'
import type { Found, SourcePackage } from '../ecosystems/model.ts'
import type { Evidence, Service } from '../types.ts'
import type { View } from '../view.ts'
import { deploymentsOf, type Deployments } from './deployment.ts'

/** Files of a desktop app that are looked at: enough for its settings and what opens its windows. */
const MOST = 60

/**
 * @returns where a desktop app of the repository takes in what the build of a site writes: in a script that packs it, in its settings or where
 * it opens a window. A site that has an image of its own is more than that.
 */
export function windowEvidence(
  view: View,
  site: Service,
  packages: Found['packages'],
  deployments: Deployments,
): Evidence | undefined {
  if (site.path === '.' || deploymentsOf(deployments, site.name.value, site.path).length) return undefined
  const output = literally(site.site?.output.value ?? 'dist')
  const folders = `(?:${literally(site.path)}|${literally(basename(site.path))})`
  const pattern = new RegExp(String.raw`(?:^|[^\w-])${folders}/${output}(?![\w-])`)
  for (const desktop of packages.values()) {
    if (desktop.facts.path === site.path || !isDesktop(desktop)) continue
    const found = [...ownFiles(view, desktop), ...packingFiles(view, desktop, packages)].find(path =>
      pattern.test(view.text(path) ?? ''),
    )
    if (found === undefined) continue
    const line = view.lines(found).findIndex(text => pattern.test(text))
    return view.evidence(found, line < 0 ? undefined : line + 1, 'a desktop app takes in the output')
  }
  return undefined
}

function isDesktop({ facts }: SourcePackage): boolean {
  return facts.dependencies.some(({ name, kind }) => name === 'electron' && kind !== 'peer')
}

/** The manifest, the settings beside it and the sources that are not deep below. */
function ownFiles(view: View, { facts }: SourcePackage): readonly string[] {
  const prefix = facts.path === '.' ? '' : `${facts.path}/`
  return view
    .below(prefix)
    .filter(path => /\.(?:[cm]?[jt]s|json|ya?ml|sh)$/.test(path) && path.slice(prefix.length).split('/').length < 3)
    .slice(0, MOST)
}

/** What scripts of the workspace run, where it names the folder of the app. */
function packingFiles(view: View, desktop: SourcePackage, packages: Found['packages']): readonly string[] {
  const root = packages.get(desktop.project)
  const lines = Object.values(root?.facts.scripts ?? {}).map(({ value }) => value)
  const files = lines.flatMap(line => line.match(/[\w./-]+\.(?:[cm]?[jt]s|sh)\b/g) ?? [])
  return [...new Set(files)]
    .flatMap(file => normalize(`${root?.facts.path ?? '.'}/${file}`) ?? [])
    .filter(path => view.has(path) && (view.text(path) ?? '').includes(desktop.facts.path))
}
