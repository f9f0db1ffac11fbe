import { defineArtifact, type Context, type NextStep, type Output } from '../../../src/artifact/index.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { serversOf } from '../../../src/contract/servers.ts'
import { buildable, notBuildable, ofUser } from '../_common/services.ts'
import { userDockerfile } from '../_common/dockerfile.ts'
import { keepFile } from '../_common/steps.ts'
import { audit, ID } from './audit.ts'
import { keepsFile } from './services.ts'
import { composeFile, stackOf, UP, WATCHED, type Stack } from './stack.ts'
import { updatesOf } from './updates.ts'
import { DIGEST_QUESTION } from '../../build/_common/digests.ts'

export const artifact = defineArtifact({
  id: ID,
  title: 'Local stack',
  kind: 'file',
  why: 'One command starts the services with what they talk to, in the right order and as confined as in production: whoever is new works on the first day, and what breaks in a container breaks here first.',
  capabilities: [ID],
  needs: ['build/dockerfile'],
  after: ['observability/alerts', 'observability/alert-routing', 'observability/dashboards'],
  applies: ctx => (buildable(ctx).length > 0 ? true : notBuildable(ctx)),
  audit,
  questions: [DIGEST_QUESTION],
  outputs: (ctx, answers) => {
    if (hasOwn(ctx)) return []
    const stack = stackOf(ctx, answers)
    const images = stack.containers.some(({ value }) => value['build'] === undefined)
    return [
      { type: 'file', path: PLACES.compose, content: composeFile(ctx, stack), own: 'managed' },
      ...ignoreSecrets(ctx, stack),
      ...(images ? updatesOf(ctx, ID) : []),
    ]
  },
  next: (ctx, answers) => (hasOwn(ctx) ? [] : steps(ctx, stackOf(ctx, answers))),
})

/** docker compose reads one file of the folder: a second one beside the user's would take its place. */
function hasOwn(ctx: Context): boolean {
  return ofUser(ctx, ['compose'], ID).some(({ path }) => /^(docker-)?compose\.ya?ml$/.test(path))
}

/** What docker compose reads the password from must not be committed. */
function ignoreSecrets(ctx: Context, { asked }: Stack): readonly Output[] {
  const ignored = (ctx.ws.read('.gitignore') ?? '')
    .split(/\r?\n/)
    .some(line => /^\/?(\*?\.env\*?|\.env\.?\*)\s*$/.test(line))
  const ours = ctx.ownersOf('.gitignore').includes(ID)
  if (asked.length === 0 || ctx.ws.has('.env') || (ignored && !ours)) return []
  return [
    {
      type: 'edit',
      path: '.gitignore',
      format: 'lines',
      changes: [{ path: ['.env'], value: true, comment: 'What docker compose is told: secrets.' }],
      seed: '',
    },
  ]
}

function steps(ctx: Context, { asked, needs, watched }: Stack): readonly NextStep[] {
  const told = new Set<string>(needs.map(need => need.kind))
  const others = unmet(ctx, told)
  return [
    // without a secret it starts as its first lines say
    ...(asked.length
      ? [
          `Put ${asked.join(', ')} into .env, which docker compose reads and git must not have, then start the local stack: ${watched ? WATCHED : UP}.`,
        ]
      : []),
    ...(others.length
      ? [`Add ${others.join(', ')} to ${PLACES.compose}, or say where it is: no container is known for it.`]
      : []),
    ...untold(ctx, told),
    ...buildable(ctx)
      .filter(keepsFile)
      .map(({ service }) => keepFile(service.id, userDockerfile(ctx, service)?.volumes[0])),
  ]
}

/** What services talk to, and the stack has no container for. */
function unmet(ctx: Context, told: ReadonlySet<string>): readonly string[] {
  const facts = buildable(ctx).flatMap(({ service: { service } }) => serversOf(service))
  const needed = facts.filter(fact => !fact.optional).map(fact => fact.value)
  return [...new Set(needed)].filter(name => !told.has(name))
}

/** A service that is not told where something is, because no variable of its code shows it. */
function untold(ctx: Context, told: ReadonlySet<string>): readonly string[] {
  return buildable(ctx).flatMap(({ service }) => {
    const names = service.needs
      .filter(need => told.has(need.kind) && need.variable === undefined)
      .map(need => need.host)
    return names.length
      ? [
          `Tell ${service.id} in ${PLACES.compose} how to reach ${names.join(' and ')}: no variable of its code shows it.`,
        ]
      : []
  })
}
