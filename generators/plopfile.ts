import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NodePlopAPI } from 'node-plop'
import { applyPlan } from '../src/apply/apply.ts'
import { withLock } from '../src/apply/lock.ts'
import { readInvocation } from '../src/commands/flags.ts'
import { openInteraction } from '../src/commands/interact.ts'
import { planFor } from '../src/commands/planner.ts'
import { openSession, type Session } from '../src/commands/session.ts'
import type { Answers, Artifact } from '../src/artifact/index.ts'
import { registerArtifacts } from '../src/engine/plop.ts'
import { resolveAnswers } from '../src/engine/questions.ts'
import { recordAnswers } from '../src/plan/config.ts'
import { WRITES } from '../src/plan/types.ts'
import { openTerminal } from '../src/report/terminal.ts'
import { Failure } from '../src/text/errors.ts'
import { ARTIFACTS } from './index.ts'
import { newArtifact } from './new-artifact.ts'

/**
 * The same generators for the stock `plop` command and for `plop.load('create-prod-ready')`. Their actions render and record; the last one plans and
 * writes with the care of the program itself: manifest, base copies, undo.
 */
export default function plopfile(plop: NodePlopAPI): void {
  let session: Session | undefined
  const open = async (): Promise<Session> => (session ??= await openAt(plop.getDestBasePath()))
  const opened = (): Session => {
    if (!session) throw new Error('the prompts of the generator have not run')
    return session
  }
  plop.setActionType('write', async answers => {
    const { artifact, ...rest } = answers as unknown as { artifact: Artifact } & Answers
    return write(opened(), artifact, rest)
  })
  registerArtifacts(plop, ARTIFACTS, {
    context: () => opened().ctx,
    record: () => undefined,
    ask: async artifact => ({ artifact, ...(await answersFor(await open(), artifact)) }) as unknown as Answers,
    after: () => [{ type: 'write' }],
  })
  const home = fileURLToPath(new URL('../', import.meta.url))
  if (
    path.resolve(plop.getDestBasePath()) === path.resolve(home) &&
    existsSync(path.join(home, 'templates/_new-artifact'))
  )
    newArtifact(plop, home)
}

function openAt(dir: string): Promise<Session> {
  const invocation = readInvocation({ command: 'run', positionals: [dir], values: {} })
  return openSession(invocation, openTerminal({ color: true, json: false }))
}

async function answersFor(session: Session, artifact: Artifact): Promise<Answers> {
  const applies = artifact.applies(session.ctx)
  if (applies !== true) throw new Failure('not-applicable', `${artifact.id} does not apply here: ${applies}`)
  const prompter = session.terminal.interactive ? openInteraction(session).prompter : undefined
  const { answers, missing } = await resolveAnswers(artifact, session.ctx, session.given, prompter)
  const [first] = missing
  if (first)
    throw new Failure('no-terminal', `there is no terminal to ask on: ${first.message}`, {
      suggestion: `answers: ${first.key}: … in .prod-ready/config.yaml`,
    })
  return answers
}

async function write(session: Session, artifact: Artifact, answers: Answers): Promise<string> {
  const { plan } = await planFor(session, [{ artifact, answers }], [artifact])
  await withLock(session.ws.root, () => {
    applyPlan(session.ws.root, plan, { config: recordAnswers(session.state.configText, answers) })
  })
  return (
    plan.files
      .filter(file => WRITES.has(file.action))
      .map(file => `${file.action} ${file.path}`)
      .join(', ') || 'nothing to write'
  )
}
