import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'bullmq',
  ecosystem: 'node',
  packages: ['bullmq'],
  workload: 'worker',
}
