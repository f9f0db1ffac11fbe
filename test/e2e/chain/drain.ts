import http from 'node:http'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { docker } from '../engine.ts'
import { isRunning, type Container } from '../container.ts'
import { request } from '../served.ts'

interface Instance {
  readonly container: Container
  readonly port: number
}

export interface Drained {
  readonly sent: number
  /** How many the one that was ended was still answering. */
  readonly inFlight: number
  /** What a request that was lost got instead of an answer. */
  readonly lost: readonly string[]
  readonly code: number
  readonly seconds: number
  /** What its probes answered on the way. */
  readonly readiness: readonly number[]
  readonly liveness: readonly number[]
}

const CLIENTS = 12
/** How often a load balancer asks, in milliseconds. */
const ASKS = 100

/**
 * Ends one of two instances while clients ask them: like a load balancer they leave it when it says that it is not ready, and not before.
 * Connections that nobody uses are open to it all the time.
 */
export async function drain(leaving: Instance, staying: Instance, path: string): Promise<Drained> {
  const lost: string[] = []
  const probes: { readiness: number[]; liveness: number[] } = { readiness: [], liveness: [] }
  let [sent, toLeaving, isReady, isOver] = [0, 0, true, false]
  const client = async (): Promise<void> => {
    const agents = new Map(
      [leaving, staying].map(({ port }) => [port, new http.Agent({ keepAlive: true, maxSockets: 1 })]),
    )
    while (!isOver) {
      const { port } = isReady ? leaving : staying
      const isLeaving = port === leaving.port
      const agent = agents.get(port)
      sent++
      if (isLeaving) toLeaving++
      await request(port, path, agent ? { agent } : {})
        .then(
          ({ status }) =>
            void (status === 200 || lost.push(`status ${status} from ${isLeaving ? 'the first' : 'the second'}`)),
        )
        .catch((error: unknown) => void lost.push(`${String(error)} from ${isLeaving ? 'the first' : 'the second'}`))
      if (isLeaving) toLeaving--
    }
    for (const agent of agents.values()) agent.destroy()
  }
  const balancer = async (): Promise<void> => {
    while (isReady) {
      const { status } = await request(leaving.port, '/ready')
      probes.readiness.push(status)
      isReady = status === 200
      await sleep(ASKS)
    }
    probes.liveness.push((await request(leaving.port, '/health')).status)
  }
  const idle = net.connect(leaving.port, '127.0.0.1').on('error', () => undefined)
  const clients = Array.from({ length: CLIENTS }, client)
  const balancing = balancer()
  await sleep(1500)
  const began = Date.now()
  const inFlight = toLeaving
  for (let i = 0; i < 2; i++) await docker(['kill', '--signal', 'TERM', leaving.container.id])
  await balancing
  while (await isRunning(leaving.container)) await sleep(50)
  const seconds = (Date.now() - began) / 1000
  isOver = true
  await Promise.all(clients)
  idle.destroy()
  const { stdout } = await docker(['inspect', '--format', '{{.State.ExitCode}}', leaving.container.id])
  return { sent, inFlight, lost, code: Number(stdout), seconds, ...probes }
}
