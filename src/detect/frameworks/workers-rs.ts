import type { Framework } from '../catalogue.ts'

/** Cloudflare Workers: a library for WebAssembly, whose function the platform calls. */
export const detector: Framework = {
  id: 'workers-rs',
  ecosystem: 'rust',
  packages: ['worker'],
  rank: 2,
  workload: 'serverless',
  hosted: true,
  starts: ['#[event]', '#[worker::event]'],
}
