import type { Evidence } from '../detect/types.ts'
import type { ModuleData } from '../contract/app/types.ts'
import type { Artifact, ArtifactId, Category, PartOutput, Presence, TemplateRef } from './types.ts'

export type * from './types.ts'

/** An artifact as its folder describes it: the category is the first part of its id. */
export type ArtifactDefinition = Omit<Artifact, 'category'>

/** @returns the artifact; throws when its id is not `category/name` */
export function defineArtifact(definition: ArtifactDefinition): Artifact {
  const [category, name] = definition.id.split('/')
  if (!category || !name) throw new Error(`artifact id is not category/name: ${definition.id}`)
  return { ...definition, category: category as Category }
}

/** @returns a reference to `templates/<file>`, rendered with `data` when the plan is made */
export function template(file: `${ArtifactId}/${string}`, data: object = {}): TemplateRef {
  return { template: file, data }
}

/** @returns a part of the file at `path`, from `templates/<folder>/<part>.ejs` */
export function part(path: string, name: string, folder: string, data: ModuleData): PartOutput {
  return { type: 'part', path, part: name, folder, data }
}

/** It is there. */
export function present(evidence: readonly Evidence[], reason = 'found'): Presence {
  return { state: 'present', evidence, reason }
}

/** Part of it is there. */
export function partial(evidence: readonly Evidence[], reason: string): Presence {
  return { state: 'partial', evidence, reason }
}

/** It is not there. */
export function absent(reason: string): Presence {
  return { state: 'absent', evidence: [], reason }
}
