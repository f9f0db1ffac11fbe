/**
 * Multi-window, multi-burn-rate alerts over 30 days: how fast the budget burns is asked over a long window, and over a twelfth of it so that the
 * alert ends soon after the trouble. Factor = share of the budget that is spent × 720 h / long window (Google, The Site Reliability Workbook, chapter 5).
 */
export interface BurnWindow {
  readonly long: string
  readonly short: string
  readonly factor: number
  /** Minutes that it must hold. */
  readonly minutes: number
}

export const FAST: readonly BurnWindow[] = [
  { long: '1h', short: '5m', factor: 14.4, minutes: 2 },
  { long: '6h', short: '30m', factor: 6, minutes: 15 },
]

export const SLOW: readonly BurnWindow[] = [
  { long: '1d', short: '2h', factor: 3, minutes: 60 },
  { long: '3d', short: '6h', factor: 1, minutes: 180 },
]

/** Every window that a ratio is recorded over. */
export const WINDOWS: readonly string[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d']

/** @returns the windows whose limit a ratio can reach: it is never above 1 */
export function reachable(windows: readonly BurnWindow[], budget: number): readonly BurnWindow[] {
  return windows.filter(window => window.factor * budget < 1)
}
