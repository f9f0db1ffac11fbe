import { basename, dirname, isInside, join, normalize } from '../../text/paths.ts'
import { isForeign } from '../ecosystems/model.ts'
import type { Evidence, Workload } from '../types.ts'
import { isTable, list, port, table, text } from '../values.ts'
import type { View } from '../view.ts'
import { exposedPort, launchInstruction, launchWords, readDockerfile, takesIn, type Dockerfile } from './dockerfile.ts'
import { deployedMember } from './deployed-member.ts'
import { scriptWords } from './launch-script.ts'
import { nixImages } from './nix-images.ts'

/** A place that says: this program runs somewhere. */
export interface Deployment {
  readonly kind: 'dockerfile' | 'compose' | 'kubernetes' | 'procfile' | 'workflow'
  /** Words of the command line. */
  readonly words: readonly string[]
  /** Names of images, containers and services. */
  readonly names: readonly string[]
  /** Folder that it is built from, where that is known. */
  readonly folder?: string
  readonly workload?: Workload
  /** Port that the image exposes. */
  readonly exposes?: number
  /** Compose: the Dockerfile that it builds. */
  readonly builds?: string
  /** Compose: the first port inside of the container that is published for TCP. */
  readonly publishes?: number
  /** Command of the health check. */
  readonly check?: string
  readonly evidence: Evidence
}

/** What the repository's own files say about what runs, and how. */
export interface Deployments {
  readonly dockerfiles: readonly Dockerfile[]
  readonly all: readonly Deployment[]
}

const NOT_PRODUCT =
  /(^|\/)(\.devcontainer|\.gitpod|\.github|tests?|e2e|fixtures|examples?|ci|dev)\/|gitpod|(^|[./_-])(dev|test|debug|ci|e2e)([./_-]|$)/i

/** @returns what Dockerfiles, compose files, Kubernetes manifests, Procfiles and publishing workflows run */
export function readDeployments(view: View): Deployments {
  const dockerfiles = view.files
    .filter(
      path =>
        /(?:^|\/)(?:[\w.-]+\.)?(?:docker|container)file(?:[._-][\w.-]+)?$/i.test(path) &&
        !/ignore$|\.(?:[cm]?[jt]sx?|rs|vue|md|txt|rst|adoc)$/i.test(path) &&
        !isForeign(path),
    )
    .map(path => readDockerfile(view, path))
  const all = [
    ...dockerfiles
      .filter(file => !NOT_PRODUCT.test(file.path))
      .flatMap(file => stagesOf(file).map((stage, _, images) => fromDockerfile(view, stage, images.length > 1))),
    ...view.files
      .filter(path => /(?:^|\/)(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i.test(path) && !NOT_PRODUCT.test(path))
      .flatMap(path => fromCompose(view, path)),
    ...view.files.filter(path => KUBERNETES.test(path) && !isForeign(path)).flatMap(path => fromKubernetes(view, path)),
    ...nixImages(view),
    ...view.named('Procfile').flatMap(path => fromProcfile(view, path)),
    ...view.files.filter(path => PUBLISHING.test(path)).flatMap(path => fromWorkflow(view, path)),
  ]
  return { dockerfiles, all }
}

/** @param several where the file has other images, whose ports are theirs */
function fromDockerfile(view: View, file: Dockerfile, several: boolean): Deployment {
  const words = [...launchWords(file), ...scriptWords(view, file)]
  const own = exposedPort({ ...file, instructions: file.final })?.port
  const exposes = several ? own : (own ?? exposedPort(file)?.port)
  return {
    kind: 'dockerfile',
    words,
    names: [],
    folder: sourceFolder(view, file),
    ...(exposes === undefined ? {} : { exposes }),
    evidence: view.evidence(file.path, launchInstruction(file)?.line, 'command of the image'),
  }
}

/** Each stage that starts something is an image of its own (`--target`); the last one always is. */
function stagesOf(file: Dockerfile): readonly Dockerfile[] {
  const starts = file.instructions.flatMap(({ name }, i) => (name === 'FROM' ? [i] : []))
  const stages = starts.map((start, i) => ({ ...file, final: file.instructions.slice(start, starts[i + 1]) }))
  const running = stages.filter(
    (stage, i) => i < stages.length - 1 && stage.final.some(({ name }) => name === 'CMD' || name === 'ENTRYPOINT'),
  )
  return [...running, file]
}

const MANIFESTS = ['package.json', 'Cargo.toml']

/** The folder of what is built: that of the member which is deployed into the image, that of the file, or the only one with a manifest that it copies in. */
function sourceFolder(view: View, file: Dockerfile): string {
  const home = dirname(file.path)
  const member = deployedMember(view, file)
  if (member !== undefined) return member
  const isPackage = (folder: string): boolean => MANIFESTS.some(name => view.has(join(folder, name)))
  if (isPackage(home)) return home
  const copied = file.instructions.flatMap(({ name, rest }) => {
    const words = rest.split(/\s+/).filter(word => !word.startsWith('--'))
    return (name === 'COPY' || name === 'ADD') && !rest.includes('--from=') ? words.slice(0, -1) : []
  })
  const folders = [...new Set(copied.flatMap(word => normalize(`${home}/${word}`) ?? []))].filter(isPackage)
  return folders.length === 1 && folders[0] !== undefined ? folders[0] : home
}

function fromCompose(view: View, path: string): readonly Deployment[] {
  const doc = view.yaml(path)
  return Object.entries(table(doc?.get('services'))).flatMap(([name, value]) => {
    const service = table(value)
    const { build } = service
    const context = text(build) ?? text(table(build)['context'])
    if (!doc || (context === undefined && service['command'] === undefined)) return []
    const home = context === undefined ? undefined : `${dirname(path)}/${context}`
    const folder = home === undefined ? mountedFolder(path, service) : normalize(home)
    const image = text(table(build)['dockerfile']) ?? 'Dockerfile'
    const builds = home === undefined ? undefined : normalize(`${home}/${image}`)
    const words = commandWords(service['command']).concat(commandWords(service['entrypoint']))
    const evidence = view.evidence(path, doc.line('services', name), `compose service ${name}`)
    const publishes = publishedPort(service['ports'])
    const check = commandWords(table(service['healthcheck'])['test']).join(' ')
    return [
      {
        kind: 'compose' as const,
        words,
        names: [name],
        ...(folder === undefined ? {} : { folder }),
        ...(builds === undefined ? {} : { builds }),
        ...(publishes === undefined ? {} : { publishes }),
        ...(check === '' ? {} : { check }),
        evidence,
      },
    ]
  })
}

/** `8080` of `- 80:8080`, `- 127.0.0.1:80:8080/tcp` and `- target: 8080` */
function publishedPort(ports: unknown): number | undefined {
  return list(ports)
    .filter(item => !String(isTable(item) ? item['protocol'] : item).endsWith('udp'))
    .flatMap(item => port(isTable(item) ? item['target'] : String(item).split('/')[0]?.split(':').at(-1)) ?? [])[0]
}

/** A service that runs the sources from a mounted folder is built from that folder. */
function mountedFolder(path: string, service: Readonly<Record<string, unknown>>): string | undefined {
  for (const volume of list(service['volumes'])) {
    const source = typeof volume === 'string' ? volume.split(':')[0] : text(table(volume)['source'])
    if (source?.startsWith('.')) return normalize(`${dirname(path)}/${source}`)
  }
  return undefined
}

function commandWords(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter(word => word !== '')
  return list(value).flatMap(word => (typeof word === 'string' ? word.split(/\s+/) : []))
}

const KUBERNETES =
  /(?:^|\/)(?:templates|k8s|k8s-[\w-]+|kube|kubernetes|manifests?|deploy(?:ment|ments)?|charts?|helm|kustomize)\/.*\.ya?ml$/i
const WORKLOADS: Readonly<Record<string, Workload | undefined>> = { CronJob: 'cron' }

/** Read line by line: the templates of a chart are no YAML. */
function fromKubernetes(view: View, path: string): readonly Deployment[] {
  const found: Deployment[] = []
  let kind: string | undefined
  let words: string[] = []
  let names: string[] = []
  let at = 0
  const close = (): void => {
    if (kind !== undefined && words.length + names.length) {
      const workload = WORKLOADS[kind]
      found.push({
        kind: 'kubernetes',
        words,
        names,
        ...(workload ? { workload } : {}),
        evidence: view.evidence(path, at, `Kubernetes ${kind}`),
      })
    }
    ;[kind, words, names] = [undefined, [], []]
  }
  view.lines(path).forEach((line, i) => {
    if (line.startsWith('---')) close()
    const resource = /^kind:\s*["']?(Deployment|StatefulSet|DaemonSet|CronJob)\b/.exec(line)?.[1]
    if (resource !== undefined) [kind, at] = [resource, i + 1]
    if (/^\s*#/.test(line)) return
    const value = /^\s*(?:- )?(image|command|args|name):\s*(.+)$/.exec(line)
    if (value?.[1] === 'image') names.push(imageName(value[2] ?? ''))
    else if (value?.[1] === 'name' && !(value[2] ?? '').includes('{{'))
      names.push((value[2] ?? '').replace(/["']/g, '').trim())
    else if (value) words.push(...[...(value[2] ?? '').matchAll(/[\w./-]+/g)].map(match => match[0]))
    const item = /^\s*- ["']?([\w./-]+)["']?\s*$/.exec(line)?.[1]
    if (item !== undefined) words.push(item)
  })
  close()
  return found
}

function imageName(value: string): string {
  return basename(
    value
      .replace(/["']/g, '')
      .replace(/@.*$/, '')
      .replace(/:[^/]*$/, '')
      .trim(),
  )
}

function fromProcfile(view: View, path: string): readonly Deployment[] {
  return view.lines(path).flatMap((line, i) => {
    const [, process, command] = /^([A-Za-z0-9_-]+):\s*(.+)$/.exec(line) ?? []
    if (process === undefined || command === undefined || process === 'release') return []
    const workload: Workload =
      process === 'web' ? 'http' : process === 'clock' || process === 'cron' ? 'cron' : 'worker'
    return [
      {
        kind: 'procfile' as const,
        words: command.split(/\s+/),
        names: [],
        folder: dirname(path),
        workload,
        evidence: view.evidence(path, i + 1, `Procfile ${process}`),
      },
    ]
  })
}

const PUBLISHING =
  /^\.github\/workflows\/(?!.*(?:delete|clean|prune|stale))[^/]*(?:deploy|publish|push|ecr|docker|image|container|release|build)[^/]*\.ya?ml$/i

/** Items of lists in workflows that publish images: what is published by name. */
function fromWorkflow(view: View, path: string): readonly Deployment[] {
  const doc = view.yaml(path)
  if (!doc || !/docker|ecr|image/i.exec(view.text(path) ?? '')) return []
  const names = [...new Set([...listItems(doc.get('on')), ...listItems(doc.get('jobs'))])]
  return names.length
    ? [
        {
          kind: 'workflow',
          words: [],
          names,
          evidence: view.evidence(path, undefined, 'workflow that publishes images'),
        },
      ]
    : []
}

function listItems(value: unknown): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap(item => (typeof item === 'string' ? (/^[\w-]+$/.test(item) ? [item] : []) : listItems(item)))
  if (!isTable(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    /^(steps|needs|runs-on|branches|tags|paths|types|permissions|env|with)$/.test(key) ? [] : listItems(inner),
  )
}

/** @returns true when a command line of the deployment calls `program` */
export function calls(deployment: Deployment, program: string): boolean {
  return deployment.words.some(word => basename(word) === program)
}

/** @returns the places that run a program called `program`, or that are built from `folder` when that is its own */
export function deploymentsOf(
  deployments: Deployments,
  program: string,
  folder: string | undefined,
): readonly Deployment[] {
  return deployments.all.filter(deployment => {
    if (calls(deployment, program) || deployment.names.includes(program)) return true
    return (
      folder !== undefined &&
      folder !== '.' &&
      deployment.folder !== undefined &&
      isInside(deployment.folder, folder) &&
      (deployment.words.length > 0 || deployment.kind === 'compose')
    )
  })
}

/** @returns the Dockerfiles that make the image of a program: they start it, or copy it, or lie in its folder */
export function dockerfilesOf(
  deployments: Deployments,
  names: readonly string[],
  folder: string,
): readonly Dockerfile[] {
  const wanted = new Set(names)
  const named = deployments.dockerfiles.filter(file =>
    file.final.some(
      ({ name, rest }) =>
        /^(CMD|ENTRYPOINT|COPY)$/.test(name) && rest.split(/[\s"',[\]]+/).some(word => wanted.has(basename(word))),
    ),
  )
  const homes = [folder, join(folder, 'docker'), join(folder, '.docker')]
  const own = deployments.dockerfiles.filter(file => homes.includes(dirname(file.path)))
  const shared = folder === '.' ? [] : deployments.dockerfiles.filter(file => takesIn(file, folder))
  return [...new Set([...named, ...own, ...shared])].filter(file => !NOT_PRODUCT.test(file.path))
}
