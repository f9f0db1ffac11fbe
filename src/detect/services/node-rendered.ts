import { lineAt } from '../../text/lines.ts'
import { join, normalize } from '../../text/paths.ts'
import type { Framework } from '../catalogue.ts'
import { certain, likely } from '../fact.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { Value } from '../source/value.ts'
import type { Candidate, Rendered } from './node-candidate.ts'
import { commandsOf, fileOf } from './node-command.ts'
import { majorOf } from './model.ts'
import { startScript } from './node-entry.ts'
import { configured } from './node-site.ts'

/** @returns how the package is deployed: a server, static files, or functions of a platform, by its configuration */
export function renderedOf(candidate: Candidate, framework: Framework): Rendered {
  const special =
    framework.id === 'next'
      ? next(candidate)
      : framework.id === 'sveltekit'
        ? svelteKit(candidate)
        : framework.id === 'astro'
          ? astro(candidate)
          : undefined
  return special ?? withoutServer(candidate, framework) ?? server(candidate, framework)
}

function server(candidate: Candidate, framework: Framework): Rendered {
  const { view, source } = candidate
  const output = framework.server?.output
  return {
    workload: 'http',
    ...(output === undefined
      ? {}
      : {
          outputDir: likely(
            output,
            view.evidence(source.facts.manifest, undefined, `usual output folder of ${framework.id}`),
          ),
        }),
  }
}

function next(candidate: Candidate): Rendered | undefined {
  const { view, code, evaluator, source } = candidate
  const output = configured(code, evaluator, source, 'next.config', 'output')
  const folder = configured(code, evaluator, source, 'next.config', 'distDir')?.literal
  const dist = typeof folder === 'string' ? (normalize(folder) ?? '.next') : '.next'
  if (!output) return undefined
  const evidence = view.evidence(output.path, output.line, 'next.config output')
  if (output.literal === 'export' && isChosen(code, output) && startsServer(source, 'next start')) return undefined
  if (output.literal === 'export')
    return {
      workload: 'static',
      site: { output: certain(dist === '.next' ? 'out' : dist, evidence), spaFallback: false },
    }
  if (output.literal !== 'standalone') return undefined
  // In a workspace the server lies as deep below the output as the package does below the root.
  const below =
    source.project === source.facts.path
      ? '.'
      : source.project === '.'
        ? source.facts.path
        : source.facts.path.slice(source.project.length + 1)
  const assets = [
    { from: join(dist, 'static'), to: join(below, dist, 'static') },
    ...(view.below(`${join(source.facts.path, 'public')}/`).length
      ? [{ from: 'public', to: join(below, 'public') }]
      : []),
  ]
  return {
    workload: 'http',
    outputDir: certain(dist, evidence),
    standalone: certain({ dir: join(dist, 'standalone'), entry: join(below, 'server.js'), assets }, evidence),
  }
}

/** True where a condition stands in front of a literal: it holds for some builds only. */
function isChosen(code: Candidate['code'], { path, line }: Value): boolean {
  const script = code.script(path)
  const literal = script && nodesOf(script, 'String').find(node => lineAt(script.text, node.from) === line)
  for (let outer = literal?.parent; outer; outer = outer.parent)
    if (/^(?:ConditionalExpression|BinaryExpression|IfStatement)$/.test(outer.name)) return true
  return false
}

/** A start script that runs the framework's own server, which shows nothing of an export. */
function startsServer(source: Candidate['source'], command: string): boolean {
  const script = startScript(source)
  return (
    script !== undefined && commandsOf(source, script.value).some(({ words }) => words.join(' ').startsWith(command))
  )
}

/** The adapter decides; where several are configured, the one for a server of its own. */
function svelteKit({ view, code, evaluator, source }: Candidate): Rendered | undefined {
  const script = ['svelte.config.js', 'svelte.config.ts', 'svelte.config.mjs']
    .map(name => code.script(join(source.facts.path, name)))
    .find(found => found !== undefined)
  if (!script) return undefined
  const adapters = script.modules.filter(module => module.includes('adapter-'))
  const evidence = view.evidence(script.path, undefined, 'adapter in svelte.config')
  const has = (name: string): boolean => adapters.some(adapter => adapter.endsWith(`adapter-${name}`))
  if (has('node')) return { workload: 'http', outputDir: certain('build', evidence) }
  if (has('static')) {
    const pages = configured(code, evaluator, source, 'svelte.config', 'pages')
    const output =
      typeof pages?.literal === 'string'
        ? certain(
            normalize(pages.literal) ?? pages.literal,
            view.evidence(pages.path, pages.line, 'pages of the adapter'),
          )
        : certain('build', evidence)
    return { workload: 'static', site: { output, spaFallback: /\bfallback\s*:/.test(script.text) } }
  }
  return adapters.some(adapter => /adapter-(vercel|netlify|cloudflare|cloudflare-workers)$/.test(adapter))
    ? { workload: 'serverless' }
    : undefined
}

function astro(candidate: Candidate): Rendered {
  const { view, code, evaluator, source } = candidate
  const output = configured(code, evaluator, source, 'astro.config', 'output')
  const folder = configured(code, evaluator, source, 'astro.config', 'outDir')?.literal
  const dist = typeof folder === 'string' ? (normalize(folder) ?? 'dist') : 'dist'
  const node = source.facts.dependencies.some(dependency => dependency.name === '@astrojs/node')
  const evidence = output
    ? view.evidence(output.path, output.line, 'astro.config output')
    : view.evidence(source.facts.manifest, undefined, 'astro without output')
  if (node) return { workload: 'http', outputDir: certain(dist, evidence) }
  if (output?.literal === 'server') return { workload: 'serverless' }
  return {
    workload: 'static',
    site: { output: (typeof folder === 'string' ? certain : likely)(dist, evidence), spaFallback: false },
  }
}

/** A start script that runs the server that the build makes. */
function startsBuilt(source: Candidate['source']): boolean {
  const script = startScript(source)
  return (
    script !== undefined &&
    commandsOf(source, script.value).some(command => /^(\.output|build)\//.test(fileOf(command) ?? ''))
  )
}

/** Before its third version, Nuxt wrote the pages to `dist`. */
function isOldNuxt({ facts }: Candidate['source']): boolean {
  const nuxt = facts.dependencies.find(({ name }) => name === 'nuxt')
  return Number(majorOf(nuxt?.locked ?? nuxt?.range)) < 3
}

/** `ssr: false`: one page that renders everything in the browser. */
function withoutServer(candidate: Candidate, framework: Framework): Rendered | undefined {
  const { view, code, evaluator, source } = candidate
  const [file, output] =
    framework.id === 'nuxt'
      ? ['nuxt.config', isOldNuxt(source) ? 'dist' : '.output/public']
      : framework.id === 'react-router'
        ? ['react-router.config', 'build/client']
        : []
  const ssr = file === undefined ? undefined : configured(code, evaluator, source, file, 'ssr')
  if (ssr?.literal !== false || output === undefined || startsBuilt(source)) return undefined
  return {
    workload: 'static',
    site: { output: certain(output, view.evidence(ssr.path, ssr.line, `${file ?? ''} ssr`)), spaFallback: true },
  }
}
