import { wholeName } from '../text/patterns.ts'

/** A service as a step may name it. */
export interface Named {
  readonly id: string
  /** Folder, from the root of the repository. */
  readonly path: string
}

/** A step, and a service that it names. */
interface Use {
  readonly step: string
  readonly id: string
  /** The step without what it calls the service. */
  readonly form: string
}

/**
 * @returns the steps in their order; where several say the same of other services, the first one stands for all and names the others:
 * a repository of ten services is not told everything ten times
 */
export function mergeSame(steps: readonly string[], services: readonly Named[]): readonly string[] {
  const uses = steps.flatMap(step => services.flatMap(service => usesIn(step, service)))
  const told = new Set<string>()
  return steps.flatMap(step => {
    if (told.has(step)) return []
    const others = alike(step, uses).filter(use => !told.has(use.step))
    for (const use of others) told.add(use.step)
    const names = others.map(({ id }) => id)
    return [names.length === 0 ? step : `${step.replace(/\.?$/, '.')} The same for ${names.join(', ')}.`]
  })
}

/** A name may be a word of the step as well (`requests in flight`): what stays the same without it is looked for in three ways. */
function usesIn(step: string, { id, path }: Named): readonly Use[] {
  const forms = [[path], [id], [path, id]].map(names => names.reduce(without, step))
  return [...new Set(forms)].filter(form => form !== step).map(form => ({ step, id, form }))
}

/** The other steps of which most say the same, but for one service that the step names. */
function alike(step: string, uses: readonly Use[]): readonly Use[] {
  const groups = uses
    .filter(use => use.step === step)
    .map(({ form }) => uses.filter(other => other.form === form && other.step !== step))
  return groups.sort((a, b) => b.length - a.length)[0] ?? []
}

function without(text: string, name: string): string {
  return name === '.' ? text : text.split(wholeName(name)).join('\0')
}
