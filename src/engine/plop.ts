import type { ActionType, NodePlopAPI } from 'node-plop'
import { ARTIFACTS } from '../../generators/index.ts'
import type { Answers, Artifact, Context, Output, PartOutput } from '../artifact/types.ts'
import type { Rendered } from '../plan/types.ts'
import { loadGrammars } from '../text/grammars.ts'
import { checkSyntax } from './check-syntax.ts'
import { formatAsTheirs, quotesOf } from './format.ts'
import { joinParts, type Part } from './join-parts.ts'
import { render } from './render.ts'

/** What the generators of an instance need: all of it is supplied by whoever drives plop. */
export interface Host {
  /** The repository that is looked at; called when a generator runs. */
  readonly context: () => Context
  /** Takes what an action rendered. Nothing is written here. */
  readonly record: (rendered: Rendered) => void
  /** Takes a part of a file that several artifacts make; it is rendered when all of them have run. */
  readonly part?: (part: Part) => void
  /** Sees what an action threw: plop itself keeps only the message. */
  readonly failed?: (error: unknown) => void
  /** Answers for plop's own command, which asks through `prompts`. */
  readonly ask: (artifact: Artifact) => Promise<Answers>
  /** Actions after those of the artifact; plop's own command applies the plan here. */
  readonly after?: (artifact: Artifact) => readonly ActionType[]
}

/** The part of plop's API that generators are registered with: the same for node-plop and for a plopfile. */
export type Registry = Pick<NodePlopAPI, 'setGenerator' | 'setActionType'>

/**
 * Registers every artifact as a plop generator. Its actions are of the types `file`, `edit` and `part`, which render and record:
 * node-plop has no dry run of its own, and its built-in `add` may leave the target folder.
 */
export function registerArtifacts(plop: Registry, artifacts: readonly Artifact[], host: Host): void {
  for (const type of ['file', 'edit', 'part'] as const) {
    plop.setActionType(type, async (_answers, config) => {
      try {
        return await recordOutput(config as unknown as RecordAction, host)
      } catch (error) {
        host.failed?.(error)
        throw error
      }
    })
  }
  for (const artifact of artifacts) {
    plop.setGenerator(artifact.id, {
      description: artifact.title,
      prompts: async () => ({ ...(await host.ask(artifact)) }),
      actions: answers => [
        ...artifact
          .outputs(host.context(), answers as Answers)
          .map(output => ({ type: output.type, artifact: artifact.id, output }) as unknown as ActionType),
        ...(host.after?.(artifact) ?? []),
      ],
    })
  }
}

interface RecordAction {
  readonly artifact: string
  readonly output: Output
}

async function recordOutput({ artifact, output }: RecordAction, host: Host): Promise<string> {
  if (output.type === 'part') {
    host.part?.({ artifact, output })
  } else if (output.type === 'edit') {
    // an edit of code is checked with the grammar of its language
    if (output.format === 'code') await loadGrammars([output.path], ['rust', 'javascript'])
    const quotes = output.format === 'yaml' ? { quotes: quotesOf(host.context().ws, output.path) } : {}
    host.record({ artifact, ...output, ...quotes })
  } else {
    const text = await formatAsTheirs(host.context().ws, output.path, render(output.content))
    checkSyntax(output.path, text)
    host.record({
      type: 'file',
      artifact,
      path: output.path,
      text,
      own: output.own,
      executable: output.executable ?? false,
    })
  }
  return output.path
}

export interface Selection {
  readonly artifact: Artifact
  readonly answers: Answers
}

/**
 * Runs the generators of `selected`, and of what has a part in a file of theirs, one after another (node-plop has one abort flag per instance).
 * @param leaving ids of artifacts that are being taken back: their parts go
 * @returns what they want in the repository, in that order; throws what an artifact or a template threw
 */
export async function renderArtifacts(
  context: Context,
  selected: readonly Selection[],
  leaving: readonly string[] = [],
): Promise<readonly Rendered[]> {
  const { default: nodePlop } = await import('node-plop')
  const recorded: Rendered[] = []
  const parts: Part[] = []
  let cause: unknown
  const plop = await nodePlop('', { force: false, destBasePath: context.ws.root })
  const all = [...selected, ...companions(context, selected, leaving)]
  registerArtifacts(
    plop,
    all.map(s => s.artifact),
    {
      context: () => context,
      ask: artifact => Promise.resolve(all.find(s => s.artifact === artifact)?.answers ?? {}),
      record: rendered => recorded.push(rendered),
      part: made => parts.push(made),
      failed: error => (cause = error),
    },
  )
  for (const { artifact, answers } of all) {
    const { failures } = await plop.getGenerator(artifact.id).runActions({ ...answers }, {})
    const failure = failures[0]
    if (failure) throw new Error(`${artifact.id}: ${failure.error}`, { cause })
  }
  return [...recorded, ...(await joinParts(context.ws, parts))]
}

/** What an earlier run added to a file that an artifact of this run makes a part of. */
function companions(
  context: Context,
  selected: readonly Selection[],
  leaving: readonly string[],
): readonly Selection[] {
  const paths = selected
    .filter(({ artifact }) => artifact.kind === 'code')
    .flatMap(({ artifact, answers }) => artifact.outputs(context, answers))
    .filter((output): output is PartOutput => output.type === 'part')
    .map(output => output.path)
  const owners = new Set(paths.flatMap(path => context.ownersOf(path)).filter(id => !leaving.includes(id)))
  return ARTIFACTS.filter(
    artifact =>
      owners.has(artifact.id) && !selected.some(s => s.artifact === artifact) && artifact.applies(context) === true,
  ).map(artifact => ({ artifact, answers: {} }))
}
