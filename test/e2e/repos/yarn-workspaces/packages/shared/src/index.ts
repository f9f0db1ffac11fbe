/** A tram leaves every twelve minutes. */
export function next(minute: number): number {
  return Math.ceil(minute / 12) * 12
}
