import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A message that got to a receiver, in the form that Slack's incoming webhooks take. */
export interface Message {
  readonly receiver: string
  readonly state: 'firing' | 'resolved'
  readonly alert: string
  /** When it came, in milliseconds. */
  readonly at: number
}

export interface Webhook {
  /** @returns the address for a receiver */
  readonly url: (receiver: string) => string
  readonly messages: readonly Message[]
  readonly stop: () => void
}

/** Takes messages on the loopback address, and keeps them. */
export async function startWebhook(): Promise<Webhook> {
  const messages: Message[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (text: Buffer) => (body += text.toString()))
    request.on('end', () => {
      messages.push(...read((request.url ?? '').slice(1), body))
      response.end('ok')
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: receiver => `http://127.0.0.1:${port}/${receiver}`, messages, stop: () => void server.close() }
}

/** `[FIRING:2] ServiceDown shop (…)` */
function read(receiver: string, body: string): readonly Message[] {
  const { attachments = [] } = JSON.parse(body) as { attachments?: readonly { readonly title: string }[] }
  return attachments.flatMap(({ title }) => {
    const [, state = '', alert = ''] = /^\[(FIRING|RESOLVED)(?::\d+)?\] (\w+)/.exec(title) ?? []
    return state === ''
      ? []
      : [{ receiver, state: state === 'FIRING' ? 'firing' : 'resolved', alert, at: Date.now() } as const]
  })
}
