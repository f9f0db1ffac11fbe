import type { DependencyTrait } from '../catalogue.ts'

/** Its drivers are crates of their own. */
export const detector: DependencyTrait = { cargo: ['rbatis'], orm: true }
