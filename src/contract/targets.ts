/** What a profile asks of a service; the numbers are those of the catalogue of capabilities. */
export interface Targets {
  readonly p95Milliseconds: number
  readonly p99Milliseconds: number
  /** Share of good requests in a month, in percent. */
  readonly availabilityPercent: number
  readonly concurrentUsers: number
  readonly memoryMebibytes: number
}

export type Profile = 'standard' | 'strict'

export const TARGETS: Readonly<Record<Profile, Targets>> = {
  standard: {
    p95Milliseconds: 500,
    p99Milliseconds: 1000,
    availabilityPercent: 99.9,
    concurrentUsers: 1000,
    memoryMebibytes: 500,
  },
  strict: {
    p95Milliseconds: 100,
    p99Milliseconds: 300,
    availabilityPercent: 99.95,
    concurrentUsers: 1000,
    memoryMebibytes: 500,
  },
}
