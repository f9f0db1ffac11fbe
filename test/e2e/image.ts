import { randomUUID } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { imagesIn } from '../../src/contract/images.ts'
import { docker } from './engine.ts'
import type { Case } from './repositories.ts'

/** A step of a build, as the builder's output tells it. */
export interface Step {
  readonly name: string
  readonly cached: boolean
}

export interface Built {
  readonly image: string
  readonly seconds: number
  readonly steps: readonly Step[]
}

/** @returns the base images a Dockerfile needs */
export function basesOf({ dir, dockerfile }: Case): readonly string[] {
  return imagesIn(readFileSync(path.join(dir, dockerfile), 'utf8')).map(({ name, tag }) => `${name}:${tag}`)
}

/** Builds the image of a case; throws with the end of the builder's output. */
export async function build({ repository, dir, dockerfile, service }: Case): Promise<Built> {
  const image = `create-prod-ready-test/${repository.replaceAll('/', '-')}-${service.id}`
  const began = Date.now()
  const result = await docker(['build', '--progress', 'plain', '--tag', image, '--file', dockerfile, service.context], {
    cwd: dir,
    reject: false,
  })
  if (result.exitCode !== 0)
    throw new Error(
      `${repository}/${dockerfile} does not build:\n${result.all
        .split('\n')
        .filter(line => !line.includes(' sha256:'))
        .slice(-30)
        .join('\n')}`,
    )
  return { image, seconds: (Date.now() - began) / 1000, steps: stepsIn(result.all) }
}

/** `#7 [build 2/4] RUN …`, later perhaps `#7 CACHED`. */
function stepsIn(text: string): readonly Step[] {
  const cached = new Set([...text.matchAll(/^#(\d+) CACHED$/gm)].map(match => match[1]))
  const named = new Map(
    [...text.matchAll(/^#(\d+) \[([^\]]+)\] (RUN|COPY|WORKDIR|FROM)\b(.*)$/gm)].map(match => [
      match[1],
      `${match[2] ?? ''} ${match[3] ?? ''}${match[4] ?? ''}`,
    ]),
  )
  return [...named.entries()].map(([number, name]) => ({ name, cached: cached.has(number) }))
}

/** Changes a source file of the service, so that a build has something to do. @returns its path */
export function touchSource({ dir, service }: Case): string {
  const { path: folder, entry } = service.service
  const file = entry ? path.join(dir, folder, entry.value) : sourceIn(path.join(dir, folder))
  if (file === undefined) throw new Error(`no source file in ${folder}`)
  // what an earlier run of this test built would be in the cache
  const change = `changed ${randomUUID()}`
  appendFileSync(file, file.endsWith('.html') ? `<!-- ${change} -->\n` : `// ${change}\n`)
  return path.relative(dir, file)
}

function sourceIn(folder: string): string | undefined {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile() && !entry.parentPath.includes('node_modules'),
  )
  const source = files.find(
    entry =>
      /\.(tsx?|rs|jsx?|html)$/.test(entry.name) &&
      !/\.(test|spec|config)\./.test(entry.name) &&
      !entry.name.endsWith('.d.ts'),
  )
  return source && path.join(source.parentPath, source.name)
}

/** Steps that fetch or compile dependencies. */
const DEPENDENCIES =
  /RUN .*\b(npm ci|npm install(?! --global)|pnpm install|yarn install|yarn --immutable|yarn workspaces focus|bun install)\b/

/** @returns the steps that make the dependency layer: installations, and the first compilation of Cargo, which has empty programs only */
export function dependencySteps(steps: readonly Step[]): readonly Step[] {
  const cargo = steps.find(step => step.name.includes('RUN cargo build'))
  return [...steps.filter(step => DEPENDENCIES.test(step.name)), ...(cargo ? [cargo] : [])]
}
