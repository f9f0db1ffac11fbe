import type { DependencyTrait } from '../catalogue.ts'

/** Before BullMQ; its jobs live in Redis as well. */
export const detector: DependencyTrait = { npm: ['bull', '@nestjs/bull', 'bee-queue'], queue: 'bull', cache: 'redis' }
