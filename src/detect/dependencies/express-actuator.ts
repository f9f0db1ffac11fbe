import type { DependencyTrait } from '../catalogue.ts'

/** It answers `/info` and `/metrics` as well, the latter with numbers of the process in JSON. */
export const detector: DependencyTrait = { npm: ['express-actuator'], health: '/health' }
