import { plain } from '../../../src/text/quote.ts'
import { join, placeOf } from '../../../src/text/paths.ts'
import { isOurs, takesImage, type Planned, type RefusedService } from './plan.ts'

/** Longest list of names in a sentence. */
const NAMED = 5

/** @returns why a service gets no Dockerfile, with the place that shows it */
function reasonOf({ service, reason, evidence }: RefusedService): string {
  const place = evidence ? ` (${placeOf(evidence)})` : ''
  return plain(`${service.id}: ${reason}${place}`)
}

/** @returns one imperative sentence for each reason why services get no Dockerfile */
export function refusals(plans: readonly Planned[]): readonly string[] {
  const byReason = new Map<string, RefusedService[]>()
  for (const plan of plans) {
    if (plan.kind !== 'refused' || !takesImage(plan)) continue
    const same = byReason.get(plan.reason)
    if (same) same.push(plan)
    else byReason.set(plan.reason, [plan])
  }
  return [...byReason.entries()].map(([reason, refused]) => {
    const [first] = refused
    if (refused.length === 1 && first) return `Write a Dockerfile for ${reasonOf(first)}.`
    const names = refused.slice(0, NAMED).map(r => r.service.id)
    const more = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : ''
    return plain(`Write Dockerfiles for ${names.join(', ')}${more}: ${reason}.`)
  })
}

/** @returns one sentence for each service that starts with what its manifest names for development only: its image carries all of that */
export function misplaced(plans: readonly Planned[]): readonly string[] {
  return plans.filter(isOurs).flatMap(({ service }) => {
    const { path, developmentImports = [] } = service.service
    const [first] = developmentImports
    if (!first) return []
    const [place = { path }] = first.evidence
    const names = developmentImports.map(({ value }) => value).join(', ')
    return plain(
      `Move ${names} to the dependencies of ${join(path, 'package.json')}: ${placeOf(place)} loads ${first.value} when ${service.id} starts, so the image carries all development dependencies.`,
    )
  })
}

/** @returns one sentence for each service whose build may run a check of variables that nothing leaves out */
export function checkedBuilds(plans: readonly Planned[]): readonly string[] {
  return plans.filter(isOurs).flatMap(({ service }) => {
    const { checkSwitches, variables } = service.service
    const required = variables.filter(variable => variable.required && variable.default === undefined)
    const [place] = required.flatMap(variable => variable.evidence)
    if (checkSwitches?.length !== 0 || !place) return []
    const names = required.slice(0, NAMED).map(({ value }) => value)
    const more = required.length > NAMED ? ` and ${String(required.length - NAMED)} more` : ''
    return plain(
      `Try the image of ${service.id} first: its build may run code that needs ${names.join(', ')}${more} (${placeOf(place)}). If it does, let ENV give harmless values in the stage build of ${service.dockerfile}, which the image does not keep.`,
    )
  })
}

/** @returns the step about files that a program writes where its image holds the program */
export function besideItself(plans: readonly Planned[]): readonly string[] {
  return plans.filter(isOurs).flatMap(({ service }) => {
    const [first] = (service.service.writtenFolders ?? []).filter(({ value }) => value === '.').flatMap(f => f.evidence)
    if (!first) return []
    return plain(
      `Let ${service.id} write to its console, or into a folder of its own: ${placeOf(first)} writes a file beside the program, which its user may not in the image.`,
    )
  })
}
