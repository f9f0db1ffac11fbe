import type { Limit } from '../../../src/contract/dashboards/model.ts'
import { round } from './numbers.ts'

/** What each colour means: green is as promised, orange spends the budget too fast, red needs somebody. */

export const AT_LEAST_ONE: readonly Limit[] = [
  { at: 0, color: 'red' },
  { at: 1, color: 'green' },
]

/** Below every share. */
const NOTHING = -1000
/** As many times too fast, a budget of 30 days is gone in three. */
const FAST = 10

/** @returns colours of a share of bad requests: above the budget it is spent too fast */
export function spent(budget: number): readonly Limit[] {
  if (budget <= 0) return [{ at: 1e-9, color: 'red' }]
  return [
    { at: budget, color: 'orange' },
    ...(budget * FAST < 1 ? [{ at: round(budget * FAST), color: 'red' as const }] : []),
  ]
}

/** @returns colours of a share of good requests, with the same limits from the other side */
export function kept(budget: number): readonly Limit[] {
  return [
    { at: NOTHING, color: 'red' },
    ...(budget * FAST < 1 ? [{ at: round(1 - budget * FAST), color: 'orange' as const }] : []),
    { at: round(1 - budget), color: 'green' },
  ]
}

/** @returns colours of a share of good requests over the whole time that is promised: less is a broken promise */
export function promised(budget: number): readonly Limit[] {
  return [
    { at: NOTHING, color: 'red' },
    { at: round(1 - budget), color: 'green' },
  ]
}

/** @returns colours of a duration that should stay below a limit */
export function slow(limit: number | undefined): readonly Limit[] {
  if (limit === undefined) return []
  return [
    { at: limit, color: 'orange' },
    { at: round(limit * 2), color: 'red' },
  ]
}

/** Colours of what is left of a budget. */
export const LEFT: readonly Limit[] = [
  { at: NOTHING, color: 'red' },
  { at: 0, color: 'orange' },
  { at: 0.25, color: 'green' },
]
