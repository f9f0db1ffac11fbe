/**
 * What happens to the services in the pictures: a night with little traffic, then load, then a release that makes the database slow,
 * and the release before it brought back. Times are fixed, so that each run draws the same.
 */

const MINUTE = 60
const DAY = 86_400

/** When the last picture is taken, in seconds. */
export const END = Date.UTC(2026, 2, 4, 3, 40) / 1000
/** When somebody is called and opens the page. */
export const CALLED = END - 36 * MINUTE
/** Release of the bad version, and of the good one again. */
export const STARTS: readonly number[] = [END - 52 * MINUTE, END - 30 * MINUTE]
/** How far back objectives and alerts look into what is there. */
export const FIRST = END - 4 * DAY

const [BAD = END, GOOD = END] = STARTS

/** @returns 0 where `t` is before `from`, 1 from `to` on, and a smooth way between them */
export function ramp(t: number, from: number, to: number): number {
  const share = Math.min(1, Math.max(0, (t - from) / (to - from)))
  return share * share * (3 - 2 * share)
}

/** @returns how bad things are, from 0 to 1: this night, and a little in the day before */
export function trouble(t: number): number {
  const tonight = ramp(t, BAD + 2 * MINUTE, BAD + 7 * MINUTE) * (1 - ramp(t, GOOD, GOOD + 3 * MINUTE))
  const before = END - 9 * 3600
  const earlier =
    0.3 * ramp(t, before, before + 10 * MINUTE) * (1 - ramp(t, before + 40 * MINUTE, before + 55 * MINUTE))
  return Math.max(tonight, earlier)
}

/** @returns how much traffic there is, around 1: it follows the day, and this night it comes early */
export function traffic(t: number): number {
  const day = 1 - 0.6 * Math.cos((2 * Math.PI * (t - END + 30 * MINUTE)) / DAY)
  const early = 0.9 * ramp(t, END - 85 * MINUTE, END - 65 * MINUTE)
  return day + early
}

/** @returns something between -1 and 1 that looks like chance, and is the same in each run */
export function chance(t: number, seed: number): number {
  const x = Math.sin(Math.floor(t) * 12.9898 + seed * 78.233) * 43758.5453
  return 2 * (x - Math.floor(x)) - 1
}

/** @returns `value` with a little chance in it */
export function about(value: number, t: number, seed: number, share = 0.08): number {
  return Math.max(0, value * (1 + share * chance(t, seed)))
}
