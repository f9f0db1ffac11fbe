import { dirname, join } from '../../src/text/paths.ts'
import { PLACES } from '../../src/contract/places.ts'
import { profilesOf, routesOf } from './load.ts'
import { at, listAt, tableAt, wordAt, type Table } from './tables.ts'
import type { Check, World } from './types.ts'
import { readYaml } from './yaml.ts'

interface Step {
  readonly text: string
  readonly id: string | undefined
  readonly run: string
  readonly folder: string
  readonly env: Table
  readonly inputs: Table
}

/** Jobs and steps name each other, and files, scripts and services that are there. */
export const workflows: Check = world =>
  [...world.tree]
    .filter(([file]) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file))
    .flatMap(([file, text]) => {
      const workflow = readYaml(text)
      const jobs = tableAt(workflow, 'jobs')
      const branches = listAt(workflow, 'on', 'push', 'branches').filter(
        name => name !== world.contract.repository.defaultBranch,
      )
      return [
        ...branches.map(name => ({ file, what: `no branch ${String(name)}` })),
        ...Object.entries(jobs).flatMap(([name, job]) =>
          [...jobFaults(jobs, job), ...stepsOf(job).flatMap(step => stepFaults(world, step, job))].map(what => ({
            file,
            what: `${name}: ${what}`,
          })),
        ),
      ]
    })

function stepsOf(job: unknown): readonly Step[] {
  const usual = wordAt(job, 'defaults', 'run', 'working-directory') ?? '.'
  return listAt(job, 'steps').map(step => ({
    text: JSON.stringify(step),
    id: wordAt(step, 'id'),
    run: wordAt(step, 'run') ?? '',
    folder: wordAt(step, 'working-directory') ?? usual,
    env: tableAt(step, 'env'),
    inputs: tableAt(step, 'with'),
  }))
}

function jobFaults(jobs: Table, job: unknown): readonly string[] {
  const needs = [at(job, 'needs') ?? []].flat().map(String)
  const steps = stepsOf(job)
  const ids = new Set(steps.map(step => step.id))
  const used = new Set(steps.flatMap(({ text }) => [...text.matchAll(/\bsteps\.([\w-]+)\./g)].map(([, id = '']) => id)))
  const all = [...JSON.stringify(job).matchAll(/\bmatrix\.([\w-]+)/g)].map(([, key = '']) => key)
  return [
    ...needs.filter(name => !(name in jobs)).map(name => `needs ${name}, which is no job`),
    ...[...used].filter(id => !ids.has(id)).map(id => `no step ${id}`),
    ...[...ids].filter(id => id !== undefined && !used.has(id)).map(id => `nothing asks for the step ${id ?? ''}`),
    ...all.filter(key => !(key in tableAt(job, 'strategy', 'matrix'))).map(key => `no ${key} in the matrix`),
  ]
}

function stepFaults(world: World, step: Step, job: unknown): readonly string[] {
  const { exists, tree } = world
  const { inputs, folder, run, env } = step
  const files = ['cache-dependency-path', 'node-version-file', 'go-version-file', 'file'].flatMap(key =>
    key in inputs ? String(inputs[key]).split('\n') : [],
  )
  const variables = [...run.matchAll(/\$\{?([A-Z]\w*)/g)]
    .map(([, name = '']) => name)
    .filter(name => !name.startsWith('GITHUB_'))
  const defined = { ...env, ...tableAt(job, 'env') }
  return [
    ...[folder, ...files]
      .filter(path => path !== '' && !path.includes('*') && !exists(path) && folder !== '.')
      .map(path => `no ${path}`),
    ...files.filter(path => path !== '' && !path.includes('*') && !exists(path)).map(path => `no ${path}`),
    ...variables.filter(name => !(name in defined)).map(name => `nothing sets ${name}`),
    // what a tool reads by itself is set for one command, not for a script
    ...Object.keys(env)
      .filter(name => run.includes('\n') && !run.includes(`$${name}`))
      .map(name => `nothing reads ${name}`),
    ...scriptFaults(world, run, folder),
    ...loadFaults(world, step, job),
    ...(run.includes('docker compose') &&
    !tree.has(PLACES.compose) &&
    !exists('docker-compose.yml') &&
    !exists('compose.yml')
      ? ['no local stack']
      : []),
  ]
}

const SCRIPT = /\b(?:npm|pnpm|yarn|bun)(?: --filter \S+)? run ([\w:-]+)/g

/** The scripts of package.json that a command runs are there. */
function scriptFaults({ tree, contract }: World, run: string, folder: string): readonly string[] {
  const project = contract.projects.find(({ project: { path } }) => path === folder)
  const text = tree.get(join(folder, 'package.json'))
  const root = project?.project.packages.find(({ path }) => path === folder)
  const known = new Set([
    ...(text === undefined ? [] : Object.keys(tableAt(readYaml(text), 'scripts'))),
    ...Object.keys(root?.scripts ?? {}),
  ])
  return [...run.matchAll(SCRIPT)]
    .filter(([, name = '']) => !known.has(name))
    .map(([, name = '']) => `no script ${name}`)
}

/** A load test is run that is there, with a profile and routes that it has, against the service in the local stack. */
function loadFaults({ tree, contract, exists }: World, { run, env }: Step, job: unknown): readonly string[] {
  const [, script] = /\bk6 run (?:--\S+ )*(\S+)/.exec(run) ?? []
  const services = contract.services
  const tested = services.find(({ places }) => script !== undefined && dirname(script) === places.load)
  const stack = tree.get(PLACES.compose)
  const [up, port] = [/\bup (?:--\S+(?: \d+)? )*(\S+)$/m.exec(run), /\bport (\S+) (\d+)/.exec(run)]
  const started = [up?.[1], port?.[1]].flatMap(name => name ?? [])
  const of = services.find(({ id }) => id === port?.[1])
  const passwords =
    stack === undefined ? [] : [...new Set([...stack.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name))]
  return [
    ...(script === undefined || exists(script) ? [] : [`no ${script}`]),
    ...(tested && !profilesOf(tree, tested).includes(String(env['PROFILE'])) ? ['no such profile'] : []),
    ...(tested && 'ROUTES' in env
      ? String(env['ROUTES'])
          .split(',')
          .filter(name => !routesOf(tree, tested).some(route => route.name === name))
          .map(name => `no route ${name}`)
      : []),
    ...(tested
      ? Object.keys(env)
          .filter(name => !(tree.get(script ?? '') ?? '').includes(`__ENV.${name}`))
          .map(name => `the script does not read ${name}`)
      : []),
    ...started.filter(name => !services.some(({ id }) => id === name)).map(name => `no service ${name}`),
    ...(port && of?.port !== Number(port[2]) ? [`no port ${port[2] ?? ''}`] : []),
    ...(up ? passwords.filter(name => !(name in tableAt(job, 'env'))).map(name => `nothing sets ${name}`) : []),
  ]
}
