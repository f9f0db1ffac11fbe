import type { Context, NextStep } from '../../src/artifact/index.ts'
import type { AppService } from '../../src/contract/app/index.ts'
import { leavesBehind } from '../../src/contract/dockerfile-context.ts'
import { dockerfilePaths } from '../../src/contract/images.ts'
import type { AppFeature } from '../../src/detect/types.ts'
import { placeOf } from '../../src/text/paths.ts'

/** @returns what a person has to do so that the module works, and what it leaves to the code */
export function nextSteps(ctx: Context, app: AppService, feature: AppFeature): readonly NextStep[] {
  return [
    ...refusal(app),
    ...byHand(app, feature),
    ...notCopied(ctx, app),
    ...ownShutdown(app),
    ...(feature === 'health' ? unknownNeeds(app) : []),
    ...(feature === 'headers' ? pages(app) : []),
  ]
}

function refusal({ site }: AppService): readonly string[] {
  if (!site.refused) return []
  const { reason, evidence, lines } = site.refused
  const at = evidence.length ? ` (${evidence.map(placeOf).join(', ')})` : ''
  const told = lines.map(line => `${line.where}: ${line.code.replace(/;$/, '')}`).join('; ')
  return [`Call ${site.module} yourself, because ${reason}${at}. Add ${told}`]
}

function byHand({ site }: AppService, feature: AppFeature): readonly string[] {
  return (site.manual ?? []).filter(line => line.feature === feature).map(({ where, code }) => `Add ${where}: ${code}`)
}

/** An image that takes files by their names is built without the module. */
function notCopied({ ws, facts }: Context, { site }: AppService): readonly string[] {
  return dockerfilePaths(facts).flatMap(path => {
    const text = ws.read(path) ?? ''
    const lines = site.wiring.flatMap(wiring => leavesBehind(text, wiring.path, site.module) ?? [])
    return lines
      .slice(0, 1)
      .map(
        line =>
          `Copy ${site.module} in ${path}:${line} too: files are copied by name there, and the image would be built without it.`,
      )
  })
}

function ownShutdown({ service, site }: AppService): readonly string[] {
  const [own] = service.ownParts?.find(part => part.feature === 'drain')?.evidence ?? []
  return own
    ? [
        `${placeOf(own)} ends the service on SIGTERM by itself, so ${site.module} leaves that to it. Take those lines out and run update, and the module fails readiness first, serves until load balancers know, and lets requests in flight finish.`,
      ]
    : []
}

function unknownNeeds({ contract, site }: AppService): readonly string[] {
  const unknown = contract.needs.filter(need => need.variable === undefined).map(need => need.kind)
  return unknown.length
    ? [
        `${site.module} does not ask ${unknown.join(' and ')} for readiness: no variable with the address was found in the code.`,
      ]
    : []
}

/** What a page loads is known to its makers only. */
function pages({ site }: AppService): readonly string[] {
  return site.traits['pages'] === true
    ? [
        `Write a Content-Security-Policy for the pages that the service sends, in HEADERS of ${site.module}: a strict one would break what they load, so it sets none.`,
      ]
    : []
}
