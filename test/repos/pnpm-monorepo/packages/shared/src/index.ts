export interface Departure {
  readonly line: string
  /** Minutes after midnight. */
  readonly at: number
}

/** 75 becomes 01:15. */
export function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
