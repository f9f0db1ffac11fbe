import { template, type Context, type Output } from '../../../src/artifact/index.ts'
import { contextOf } from '../../../src/contract/dockerfile-context.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { serversOf } from '../../../src/contract/servers.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { sh } from '../../../src/text/quote.ts'
import { planned } from '../../build/dockerfile/plan.ts'
import { onGithub, workflowPath } from '../../cicd/_common/host.ts'
import { isWritable } from '../../cicd/_common/projects.ts'
import { reportedOnly, reportStep } from '../../cicd/_common/report.ts'
import { checkout, mapping, printSteps, type Step, type Values } from '../../cicd/_common/steps.ts'
import { workflowName } from '../../cicd/_common/workflows.ts'
import { entry, expression, indent } from '../../cicd/_common/yaml.ts'

/** Release of k6 that the scripts were run with. */
const K6 = '1.8.1'
const TIMEOUT = { rust: 45, node: 20 } as const
const SECONDS_TO_START = 120

/** How a service comes to run on the machine of a workflow. */
interface Start {
  readonly service: ServiceContract
  readonly port: number
  /** `stack`: by docker compose, with what it needs · `image`: alone. */
  readonly by: 'stack' | { readonly dockerfile: string; readonly context: string }
}

/** @returns the workflow that runs the smoke test on each pull request, for the services that can be started there */
export function workflow(ctx: Context, services: readonly ServiceContract[]): readonly Output[] {
  const starts = services.flatMap(service => startOf(ctx, service) ?? [])
  if (onGithub(ctx, 'the workflow') !== true || starts.length === 0) return []
  const path = pathOf(ctx)
  const data = { name: workflowName(ctx, path), jobs: starts.map(jobOf) }
  return [{ type: 'file', path, content: template('testing/load/load-smoke.yml.ejs', data), own: 'managed' }]
}

/** @returns path of the workflow */
export function pathOf(ctx: Context): string {
  return workflowPath(ctx, 'load-smoke', 'load-smoke-checks')
}

/** @returns what keeps a service from being started in a workflow, as part of a sentence; undefined when nothing does */
export function obstacleTo(ctx: Context, service: ServiceContract): string | undefined {
  return startOf(ctx, service) ? undefined : `${service.id} ${whyNot(ctx, service)}`
}

const SHOWN = 5

function whyNot(ctx: Context, service: ServiceContract): string {
  const told = untold(service)
  const more = told.length - SHOWN
  if (told.length > 0)
    return `has to be told ${told.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more variables` : ''}`
  const needed = [...service.needs.filter(need => !need.optional).map(need => need.host), ...others(service)]
  if (needed.length > 0 && !stackIsOurs(ctx)) return `needs ${needed.join(' and ')}`
  return 'has no image that can be built'
}

function startOf(ctx: Context, service: ServiceContract): Start | undefined {
  const { port, service: facts } = service
  const plan = planned(ctx).find(other => other.service === service)
  const closed = facts.host?.value.loopbackOnly === true && facts.host.value.variable === undefined
  if (port === undefined || !plan || plan.kind === 'refused' || closed || untold(service).length > 0) return undefined
  if (stackIsOurs(ctx)) return { service, port, by: 'stack' }
  if (others(service).length > 0 || service.needs.some(need => !need.optional)) return undefined
  const [dockerfile, context] =
    plan.kind === 'present'
      ? [plan.existing.path, contextOf(ctx.ws, plan.existing.path, facts.project)]
      : [service.dockerfile, service.context]
  return isWritable(dockerfile) && isWritable(context) ? { service, port, by: { dockerfile, context } } : undefined
}

/** What it talks to beside what the contract knows. */
function others({ service, needs }: ServiceContract): readonly string[] {
  const known = new Set<string>(needs.map(need => need.kind))
  return serversOf(service)
    .filter(fact => !fact.optional && !known.has(fact.value))
    .map(fact => fact.value)
}

/** Variables without which it does not start, and that nobody but the user can fill. */
function untold({ service, needs }: ServiceContract): readonly string[] {
  const given = new Set([
    service.portVariable?.value,
    service.host?.value.variable,
    ...needs.map(need => need.variable),
  ])
  return service.variables
    .filter(variable => variable.required && variable.default === undefined && !given.has(variable.value))
    .map(variable => variable.value)
}

function stackIsOurs(ctx: Context): boolean {
  return ctx.ws.has(PLACES.compose) && ctx.ownersOf(PLACES.compose).length > 0
}

interface PrintedJob {
  readonly id: string
  readonly head: string
  readonly steps: string
}

function jobOf(start: Start): PrintedJob {
  const { service } = start
  const head = [
    ...entry('name', `Load test of ${service.id}`),
    'runs-on: ubuntu-24.04',
    `timeout-minutes: ${TIMEOUT[service.service.ecosystem]}`,
    'permissions:',
    '  contents: read # to check out the code',
    ...mapping('env', passwords(start)),
  ]
  return { id: `load-${service.id}`, head: indent(head, 4).join('\n'), steps: printSteps(stepsOf(start), 6) }
}

/** Databases live as long as the job, and nobody else reaches them. */
function passwords({ service, by }: Start): Values {
  const names = by === 'stack' ? service.needs.flatMap(({ definition }) => definition.container.password ?? []) : []
  return Object.fromEntries(names.map(name => [name, expression('throwaway-${{ github.run_id }}')]))
}

function stepsOf(start: Start): readonly Step[] {
  const { service, by } = start
  const { places, needs } = service
  const data = needs.some(need => !need.optional)
  const reason = data
    ? 'only the path of the probe is asked for, because the routes need data that a new database does not hold'
    : 'nothing shows yet that every route answers without an account'
  const smoke: Step = {
    name: 'Run the smoke test',
    id: 'smoke',
    comment: reportedOnly(reason),
    if: expression("steps.start.outcome == 'success'"),
    continueOnError: true,
    env: {
      PROFILE: 'smoke',
      BASE_URL: expression('${{ steps.start.outputs.url }}'),
      ...(data ? { ROUTES: probePath(service) } : {}),
    },
    run: `k6 run --quiet ${sh(`${places.load}/main.js`)}`,
  }
  return [
    checkout(),
    { name: 'Install k6', uses: 'grafana/setup-k6-action', with: { 'k6-version': K6 } },
    { ...(by === 'stack' ? startStack(start) : startImage(start, by)), ...UNTRIED },
    smoke,
    {
      name: 'Show what the service wrote',
      if: expression('${{ !cancelled() }}'),
      run: by === 'stack' ? 'docker compose logs --no-color --tail 200' : `docker logs --tail 200 ${sh(service.id)}`,
    },
    ...reportStep([
      { id: 'start', title: 'Start of the service' },
      { id: 'smoke', title: 'Smoke test' },
    ]),
  ]
}

const UNTRIED = {
  comment: reportedOnly('nothing shows yet that the service starts on a machine of GitHub'),
  continueOnError: true,
}

function probePath({ probes }: ServiceContract): string {
  return probes.liveness?.kind === 'http' ? probes.liveness.path : '/'
}

function startStack({ service: { id }, port }: Start): Step {
  const run = [
    `docker compose up --build --detach --wait --wait-timeout ${SECONDS_TO_START} ${sh(id)}`,
    `echo "url=http://$(docker compose port ${sh(id)} ${port})" >> "$GITHUB_OUTPUT"`,
  ]
  return { name: 'Start the service with what it needs', id: 'start', run: run.join('\n') }
}

function startImage({ service, port }: Start, by: { readonly dockerfile: string; readonly context: string }): Step {
  const id = sh(service.id)
  const url = `http://127.0.0.1:${port}`
  const { liveness } = service.probes
  const path = liveness?.kind === 'http' ? `--fail ${sh(url + liveness.path)}` : sh(`${url}/`)
  const run = [
    `docker build --tag ${id}:load --file ${sh(by.dockerfile)} ${sh(by.context)}`,
    `docker run --detach --name ${id} --publish 127.0.0.1:${port}:${port} ${id}:load`,
    `curl --silent --show-error --output /dev/null --retry ${SECONDS_TO_START} --retry-delay 1 --retry-all-errors ${path}`,
    `echo "url=${url}" >> "$GITHUB_OUTPUT"`,
  ]
  return { name: 'Build the image and start it', id: 'start', run: run.join('\n') }
}
