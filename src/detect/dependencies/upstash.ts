import type { DependencyTrait } from '../catalogue.ts'

/** A hosted Redis that is called by HTTP: no server to run, and rarely the only choice. */
export const detector: DependencyTrait = { npm: ['@upstash/redis', '@vercel/kv'], cache: 'redis', optional: true }
