/** @returns a share as people write it: `0.1 %` */
export function percent(share: number): string {
  return `${round(share * 100)} %`
}

/** @returns a duration as people write it: `250 ms`, `1 s` */
export function seconds(value: number): string {
  return value < 1 ? `${round(value * 1000)} ms` : `${round(value)} s`
}

/** @returns a number without what binary fractions add to it */
export function round(value: number): number {
  return Number(value.toPrecision(6))
}
