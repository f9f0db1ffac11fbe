import type { Context } from '../../../src/artifact/index.ts'

/** @returns what metrics libraries cannot carry, and what would mend it: one step each, the same for all that ask for metrics */
export function gapSteps(ctx: Context): readonly string[] {
  return ctx.contract.services.flatMap(({ id, telemetry }) =>
    telemetry.gaps.map(({ what, mend }) => `Mend what ${id} cannot tell (${what.replace(/\.$/, '')}): ${mend}`),
  )
}
