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
  readonly liveness: number
}

const CLIENTS = 12
/** How often a load balancer asks, in milliseconds. */
const ASKS = 100

/** What goes on while an instance is ended. */
interface Traffic {
  readonly leaving: Instance
  readonly staying: Instance
  readonly path: string
  readonly lost: string[]
  sent: number
  /** Requests that the one that leaves has not answered yet. */
  inFlight: number
  isReady: boolean
  isOver: boolean
}

/**
 * Ends one of two instances while clients ask them: like a load balancer they leave it when it says that it is not ready, and not before.
 * A connection that nobody uses is open to it all the time.
 */
export async function drain(leaving: Instance, staying: Instance, path: string): Promise<Drained> {
  const traffic: Traffic = { leaving, staying, path, lost: [], sent: 0, inFlight: 0, isReady: true, isOver: false }
  const idle = net.connect(leaving.port, '127.0.0.1').on('error', () => undefined)
  const clients = Array.from({ length: CLIENTS }, () => ask(traffic))
  const balancing = balance(traffic)
  await sleep(1500)
  const began = Date.now()
  const { inFlight } = traffic
  // the second signal changes nothing
  for (let i = 0; i < 2; i++) await docker(['kill', '--signal', 'TERM', leaving.container.id])
  const { readiness, liveness } = await balancing
  while (await isRunning(leaving.container)) await sleep(50)
  const seconds = (Date.now() - began) / 1000
  traffic.isOver = true
  await Promise.all(clients)
  idle.destroy()
  const { stdout } = await docker(['inspect', '--format', '{{.State.ExitCode}}', leaving.container.id])
  return { sent: traffic.sent, lost: traffic.lost, inFlight, code: Number(stdout), seconds, readiness, liveness }
}

/** One client, which keeps its connections. */
async function ask(traffic: Traffic): Promise<void> {
  const agents = { leaving: keeping(), staying: keeping() }
  while (!traffic.isOver) {
    const to = traffic.isReady ? 'leaving' : 'staying'
    traffic.sent++
    if (to === 'leaving') traffic.inFlight++
    try {
      const { status } = await request(traffic[to].port, traffic.path, { agent: agents[to] })
      if (status !== 200) traffic.lost.push(`the one that is ${to}: ${status}`)
    } catch (error) {
      traffic.lost.push(`the one that is ${to}: ${String(error)}`)
    }
    if (to === 'leaving') traffic.inFlight--
  }
  for (const agent of Object.values(agents)) agent.destroy()
}

function keeping(): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: 1 })
}

/** Asks the one that leaves until it is not ready. @returns the status of its probes, 0 where it does not answer */
async function balance(traffic: Traffic): Promise<{ readonly readiness: number[]; readonly liveness: number }> {
  const status = (path: string): Promise<number> =>
    request(traffic.leaving.port, path).then(
      answer => answer.status,
      () => 0,
    )
  const readiness: number[] = []
  while (traffic.isReady) {
    const now = await status('/ready')
    readiness.push(now)
    traffic.isReady = now === 200
    await sleep(ASKS)
  }
  return { readiness, liveness: await status('/health') }
}
