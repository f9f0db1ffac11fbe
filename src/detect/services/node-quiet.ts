import type { Framework } from '../catalogue.ts'
import { certain, likely } from '../fact.ts'
import { importedFrom, packagesIn } from '../source/script-code.ts'
import type { Service } from '../types.ts'
import { deploymentsOf } from './deployment.ts'
import type { Candidate, Part } from './node-candidate.ts'
import { buildScript, startScript, type Entry } from './node-entry.ts'
import { nodeService } from './node-facts.ts'
import { functionsBeside, functionsOf } from './node-functions.ts'
import { withPlatform } from './node-imports.ts'
import { isBundled } from './node-site.ts'
import { consumes, processesOf, workerOf } from './node-worker.ts'

type Quiet = Omit<Part, 'workload'> & { readonly files: readonly string[] }

/** @returns packages that do not listen: functions of a platform, what an image runs, workers */
export function quietOf(candidate: Candidate, part: Quiet, frameworks: readonly Framework[]): readonly Service[] {
  const { code, source, deployments } = candidate
  const { framework, entry, files } = part
  const functions = functionsOf(code, source, framework !== undefined)
  if (functions) {
    const { entry: main, files: reached, evidence } = functions
    const programs = reached.length ? { files: reached, ...(main ? { entry: main } : {}) } : part
    const workload = certain('serverless' as const, evidence)
    const shipped = withPlatform(candidate, programs.files)
    return [nodeService(shipped, { listeners: [], workload, ...(framework ? { framework } : {}), ...programs })]
  }
  // What is made for browsers is no worker, whatever its code is about.
  if (isBundled(code, source) || (buildScript(source) && frameworks.some(f => f.site && !f.library))) return []
  const runs = deploymentsOf(deployments, source.facts.name?.value ?? '', source.facts.path)
  const image =
    entry && runs.find(run => run.exposes !== undefined && run.folder === source.facts.path && run.words.length > 0)
  if (image && !consumes(code, files))
    return [nodeService(candidate, { ...part, workload: likely('http', image.evidence) })]
  const isImage = runs.some(run => run.kind === 'dockerfile' && run.folder === source.facts.path)
  const named =
    startScript(source) || (source.facts.hasLibrary && !isImage) ? [] : workersOf(candidate, undefined, frameworks)
  if (named.length) return named
  const worker = workerOf(candidate, entry, files, runs)
  return worker
    ? [
        nodeService(candidate, {
          listeners: [],
          files,
          ...(entry ? { entry } : {}),
          workload: worker,
          ...workerFramework(frameworks),
        }),
      ]
    : []
}

/** @returns the functions that a platform runs beside the pages of a site, as a service of their own */
export function functionService(candidate: Candidate, frameworks: readonly Framework[]): readonly Service[] {
  const found = functionsBeside(candidate.code, candidate.source)
  if (!found) return []
  const { files, entry, evidence } = found
  const used = packagesIn(candidate.code, files)
  const framework = frameworks.find(it => !it.site && !it.library && it.packages.some(name => used.has(name)))
  const part = { listeners: [], files, ...(entry ? { entry } : {}), ...(framework ? { framework } : {}) }
  const shipped = withPlatform(candidate, files)
  return [nodeService(shipped, { ...part, workload: certain('serverless' as const, evidence) })]
}

/** @returns the workers that scripts of their own start, beside the program that starts with `main` */
export function workersOf(
  candidate: Candidate,
  main: Entry | undefined,
  frameworks: readonly Framework[],
): readonly Service[] {
  return processesOf(candidate, main).map(process =>
    nodeService(candidate, {
      listeners: [],
      files: importedFrom(candidate.code, process.entry.path),
      entry: process.entry,
      workload: process.workload,
      script: process.script,
      ...workerFramework(frameworks),
    }),
  )
}

function workerFramework(frameworks: readonly Framework[]): Pick<Part, 'framework'> {
  const framework = frameworks.find(f => f.workload === 'worker')
  return framework ? { framework } : {}
}
