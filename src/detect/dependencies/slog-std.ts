import type { DependencyTrait } from '../catalogue.ts'

/** Hands what is told to `log` on to slog. */
export const detector: DependencyTrait = { cargo: ['slog-stdlog', 'slog-envlogger'], logging: 'slog', setsLogger: true }
