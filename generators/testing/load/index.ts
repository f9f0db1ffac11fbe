import {
  defineArtifact,
  template,
  type Answers,
  type Context,
  type NextStep,
  type Output,
} from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { LATENCY_PERCENT, SLO_KEYS, sloOf } from '../../../src/contract/slo.ts'
import { SLO_QUESTIONS } from '../../observability/_common/questions.ts'
import { onGithub } from '../../cicd/_common/host.ts'
import { audit } from './audit.ts'
import { loadRoutes, METHODS, PARAMETERS, printedRoute, validParameter, type LeftOut } from './routes.ts'
import { obstacleTo, pathOf, workflow } from './workflow.ts'

export const artifact = defineArtifact({
  id: 'testing/load',
  title: 'Load test',
  kind: 'file',
  why: 'Whether a service holds a thousand users is known before they come, or on the day they do. The limits are those that it promises, and a broken one fails the run.',
  capabilities: ['testing/load'],
  after: ['quality/lint', 'deployment/compose'],
  applies: ctx => (tested(ctx).length > 0 ? true : 'no service answers HTTP requests on a port that is known'),
  audit,
  questions: [
    ...SLO_QUESTIONS,
    {
      type: 'choice',
      key: METHODS,
      message: 'Which requests may a load test make? safe: GET and HEAD only; all: those that change data as well',
      placeholder: '<safe|all>',
      choices: ['safe', 'all'],
      default: () => 'safe',
    },
    {
      type: 'list',
      key: PARAMETERS,
      message: 'Values for parameters of routes, that exist where the test runs (name=value)',
      placeholder: '<name=value>',
      default: () => [],
      validate: validParameter,
    },
  ],
  outputs: (ctx, answers) => [
    ...tested(ctx).flatMap(service => scripts(ctx, service, answers)),
    ...workflow(ctx, tested(ctx)),
  ],
  next: (ctx, answers) => tested(ctx).flatMap(service => steps(ctx, service, answers)),
})

const TESTED = new Set(['http', 'static'])

function tested({ contract }: Context): readonly ServiceContract[] {
  return contract.services.filter(({ service, port }) => TESTED.has(service.workload.value) && port !== undefined)
}

function scripts(ctx: Context, service: ServiceContract, answers: Answers): readonly Output[] {
  const { places, id, port } = service
  const { routes } = loadRoutes(ctx, service, answers)
  const data = {
    id,
    folder: places.load,
    baseUrl: `http://127.0.0.1:${port ?? 80}`,
    ...promisesOf(ctx, service, answers),
    users: ctx.contract.targets.concurrentUsers,
    lines: routes.map(printedRoute),
  }
  const file = (name: 'main.js.ejs' | 'routes.js.ejs' | 'README.md.hbs'): Output => ({
    type: 'file',
    path: `${places.load}/${name.replace(/\.\w+$/, '')}`,
    content: template(`testing/load/${name}`, data),
    own: 'managed',
  })
  return [file('main.js.ejs'), file('routes.js.ejs'), file('README.md.hbs')]
}

/** What the rules watch over; where nothing measures durations they watch over none, and what was asked for is the limit. */
function promisesOf({ contract: { targets } }: Context, { telemetry }: ServiceContract, answers: Answers): object {
  const number = (key: string, otherwise: number): number => {
    const answer = answers[key]
    return typeof answer === 'number' ? answer : otherwise
  }
  const { availability, latency } = sloOf(telemetry, targets, answers)
  const milliseconds = latency
    ? Number((latency.seconds * 1000).toPrecision(10))
    : number(SLO_KEYS.latency, targets.p99Milliseconds)
  return {
    p95: Math.min(targets.p95Milliseconds, milliseconds),
    milliseconds,
    percent: latency?.percent ?? number(SLO_KEYS.latencyPercent, LATENCY_PERCENT),
    failed: availability.budget,
    availability: availability.percent,
  }
}

function steps(ctx: Context, service: ServiceContract, answers: Answers): readonly NextStep[] {
  const { leftOut } = loadRoutes(ctx, service, answers)
  const obstacle = onGithub(ctx, 'the workflow') === true ? obstacleTo(ctx, service) : undefined
  return [
    ...(leftOut.length > 0 ? [leftOutStep(service, leftOut)] : []),
    ...(obstacle === undefined
      ? []
      : [
          `Run the smoke test of ${service.places.load} in a workflow of your own: ${obstacle}, so ${pathOf(ctx)} does not start it.`,
        ]),
  ]
}

const SHOWN = 10

function leftOutStep({ id }: ServiceContract, leftOut: readonly LeftOut[]): NextStep {
  const routes = leftOut.map(({ method, path }) => `${method} ${path}`)
  const rest = routes.length > SHOWN ? ` and ${routes.length - SHOWN} more` : ''
  const names = [...new Set(leftOut.flatMap(({ parameters }) => parameters))]
  const what = `the routes that the load test of ${id} leaves out (${routes.slice(0, SHOWN).join(', ')}${rest})`
  return names.length > 0
    ? { group: 'answer', item: `--set ${PARAMETERS}=${names.map(name => `${name}=<value>`).join(',')}, for ${what}` }
    : `Add ${what} to routes.js, each with a path that exists.`
}
