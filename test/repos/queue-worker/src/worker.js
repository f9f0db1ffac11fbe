import Queue from 'bee-queue'
import pino from 'pino'
import { answerForHealth } from './health.js'
import { labelOf } from './label.js'

const log = pino()
const redisUrl = process.env.REDIS_URL
if (!redisUrl) throw new Error('REDIS_URL is not set')

const queue = new Queue('labels', { redis: { url: redisUrl }, removeOnSuccess: true })
let ready = false
queue.on('ready', () => (ready = true))
queue.on('failed', (job, error) => log.error({ job: job.id, err: error }, 'no label was made'))
queue.on('error', error => log.error({ err: error }, 'the queue cannot be reached'))
queue.process(Number(process.env.CONCURRENCY ?? 4), async job => labelOf(job.data))

const server = answerForHealth(() => ready, Number(process.env.HEALTH_PORT ?? 9400))

process.on('SIGTERM', async () => {
  ready = false
  await queue.close(8000)
  server.close()
})
