import { ARTIFACTS } from '../../generators/index.ts'
import type { Answers, Artifact, Context, Presence } from '../artifact/types.ts'
import { CATALOGUE } from '../audit/catalogue.ts'
import type { Capability } from '../audit/types.ts'
import { lazily } from '../detect/lazy.ts'
import { previewAnswers } from '../engine/questions.ts'
import { Failure } from '../text/errors.ts'
import { nearest } from '../text/names.ts'
import { byCodeUnit } from '../text/paths.ts'

/** How an artifact stands to the repository. */
export interface Status {
  readonly artifact: Artifact
  /** true, or why it does not apply. */
  readonly applies: true | string
  readonly presence: Presence
  /** Files that it would write or edit; empty when it does not apply. */
  readonly files: readonly string[]
}

/** @returns how each artifact stands, in the order of the list; what nobody asks about is not looked into */
export function statuses(ctx: Context, given: Answers): readonly Status[] {
  return ARTIFACTS.map(artifact => {
    const status: Status = lazily(
      { artifact },
      {
        applies: () => artifact.applies(ctx),
        presence: () => artifact.audit(ctx),
        files: () => (status.applies === true ? filesOf(artifact, ctx, given) : []),
      },
    )
    return status
  })
}

function filesOf(artifact: Artifact, ctx: Context, given: Answers): readonly string[] {
  return [...new Set(artifact.outputs(ctx, previewAnswers(artifact, ctx, given)).map(output => output.path))].sort(
    byCodeUnit,
  )
}

/** @returns the artifact that a person means: by id, or by its last part where that is unambiguous @throws Failure with the nearest name */
export function findArtifact(name: string): Artifact {
  const exact = ARTIFACTS.find(artifact => artifact.id === name)
  if (exact) return exact
  const short = ARTIFACTS.filter(artifact => artifact.id.endsWith(`/${name}`))
  if (short.length === 1 && short[0]) return short[0]
  if (short.length > 1) {
    throw new Failure('ambiguous-artifact', `"${name}" names ${short.map(a => a.id).join(' and ')}`, {
      suggestion: `Name it by its id: ${short[0]?.id ?? ''}`,
    })
  }
  const near = nearest(
    name,
    ARTIFACTS.map(artifact => artifact.id),
  )
  throw new Failure('unknown-artifact', `there is no artifact "${name}"`, {
    suggestion: near ? `Did you mean ${near}?` : 'See them all: create-prod-ready list',
  })
}

/** An artifact, or a row of the catalogue that has no artifact of its name. */
export interface Subject {
  readonly artifact?: Artifact
  readonly row?: Capability
}

/** @returns what a person means, by id or by an unambiguous last part @throws Failure with the nearest name */
export function findSubject(name: string): Subject {
  if (ARTIFACTS.some(artifact => isNamed(artifact.id, name))) return { artifact: findArtifact(name) }
  const [row, ...others] = CATALOGUE.filter(c => isNamed(c.id, name))
  if (row && others.length === 0) return { row }
  const near = nearest(
    name,
    [...ARTIFACTS, ...CATALOGUE].map(a => a.id),
  )
  throw new Failure('unknown-artifact', `"${name}" is neither an artifact nor a capability`, {
    suggestion: near ? `Did you mean ${near}?` : 'See them all: create-prod-ready list',
  })
}

function isNamed(id: string, name: string): boolean {
  return id === name || id.endsWith(`/${name}`)
}

/** @returns true when one of `filters` names the artifact: its id, its last part or its category */
export function named(artifact: Artifact, filters: readonly string[]): boolean {
  return filters.includes(artifact.category) || namedItself(artifact, filters)
}

/** @returns true when one of the filters means this artifact and no other: it is named, not only its category */
export function namedItself(artifact: Artifact, filters: readonly string[]): boolean {
  return filters.some(filter => filter === artifact.id || artifact.id.endsWith(`/${filter}`))
}

/** @throws Failure for a filter that names nothing */
export function checkFilters(filters: readonly string[]): void {
  const unknown = filters.find(filter => !ARTIFACTS.some(artifact => named(artifact, [filter])))
  if (unknown === undefined) return
  const near = nearest(unknown, [...ARTIFACTS.map(a => a.id), ...ARTIFACTS.map(a => a.category)])
  throw new Failure('unknown-artifact', `"${unknown}" is neither an artifact nor a category`, {
    suggestion: near ? `Did you mean ${near}?` : 'See them all: create-prod-ready list',
  })
}
