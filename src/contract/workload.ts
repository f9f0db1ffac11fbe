import type { Service } from '../detect/types.ts'

/** @returns whether somebody waits for its answers: a worker or a job answers to the platform only, and its requests are probes */
export function isAsked({ workload }: Service): boolean {
  return workload.value !== 'worker' && workload.value !== 'cron'
}
