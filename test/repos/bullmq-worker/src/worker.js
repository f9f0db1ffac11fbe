import { Worker } from 'bullmq'
import pino from 'pino'
import { answerForHealth } from './health.js'
import { labelOf } from './label.js'

const log = pino()
const redisUrl = process.env.REDIS_URL
if (!redisUrl) throw new Error('REDIS_URL is not set')

const worker = new Worker('labels', async job => labelOf(job.data), {
  connection: { url: redisUrl, maxRetriesPerRequest: null },
  concurrency: Number(process.env.CONCURRENCY ?? 4),
})
let ready = false
worker.on('ready', () => (ready = true))
worker.on('failed', (job, error) => log.error({ job: job?.id, err: error }, 'no label was made'))
worker.on('error', error => log.error({ err: error }, 'the queue cannot be reached'))

const server = answerForHealth(() => ready, Number(process.env.HEALTH_PORT ?? 9400))

process.on('SIGTERM', async () => {
  ready = false
  await worker.close()
  server.close()
})
