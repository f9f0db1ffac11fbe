import type { Framework } from '../catalogue.ts'

/** Components of WebAssembly, whose function the platform calls. */
export const detector: Framework = {
  id: 'spin',
  ecosystem: 'rust',
  packages: ['spin-sdk'],
  rank: 2,
  workload: 'serverless',
  hosted: true,
  starts: ['#[http_component]', '#[spin_sdk::http_component]'],
}
