import { moduleMetrics } from '../telemetry/module.ts'
import { nodeDefaults } from '../telemetry/series.ts'

export const detector = moduleMetrics('node', nodeDefaults())
