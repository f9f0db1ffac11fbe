import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PLACES } from '../../../src/contract/places.ts'
import { SECRETS } from '../../../generators/observability/alert-routing/receivers.ts'
import { temporaryFolder } from '../../support/repository.ts'
import { daemon } from '../daemon.ts'
import { startPrometheus, type Prometheus } from '../prometheus.ts'
import { freePort } from '../served.ts'
import { scaledFile, scaledTime, withoutJobs } from './scale.ts'
import { startWebhook, type Message, type Webhook } from './webhook.ts'

/** What watches a service: Prometheus, Alertmanager and the receivers behind it. */
export interface Watch {
  readonly prometheus: Prometheus
  readonly webhook: Webhook
  /** @returns names of the alerts that fire now */
  readonly firing: () => Promise<readonly string[]>
  readonly stop: () => Promise<void>
}

/** What Prometheus waits before it tells Alertmanager again, where no flag says otherwise, is a time as well. */
const RESEND = scaledTime('1m')

/**
 * Runs Debian's Prometheus and Alertmanager with the generated files: their times are divided, and their addresses are those of this machine.
 * @param addresses host and port of the generated file -> of this machine; a job that is not among them is left out
 */
export async function startWatch(dir: string, addresses: Readonly<Record<string, string>>): Promise<Watch> {
  const work = temporaryFolder()
  const webhook = await startWebhook()
  const [own, routes] = [await freePort(), await freePort()]
  const all: Readonly<Record<string, string>> = {
    ...addresses,
    'localhost:9090': `127.0.0.1:${own}`,
    'alertmanager:9093': `127.0.0.1:${routes}`,
  }
  const generated = readFileSync(path.join(dir, PLACES.prometheus), 'utf8')
  const kept = withoutJobs(generated, target => target in all)
  writeFileSync(
    path.join(work, 'prometheus.yml'),
    scaledFile(kept, value => all[value] ?? value),
  )
  mkdirSync(path.join(work, 'rules'))
  for (const file of readdirSync(path.join(dir, PLACES.rules)))
    writeFileSync(path.join(work, 'rules', file), scaledFile(readFileSync(path.join(dir, PLACES.rules, file), 'utf8')))
  const alertmanager = await startAlertmanager(
    work,
    readFileSync(path.join(dir, PLACES.alertmanager), 'utf8'),
    routes,
    webhook,
  )
  const prometheus = await startPrometheus(work, 'prometheus.yml', own, [`--rules.alert.resend-delay=${RESEND}`])
  const firing = async (): Promise<readonly string[]> => {
    const { alerts } = await prometheus.get<Alerts>('alerts')
    return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname)
  }
  const stop = async (): Promise<void> => {
    await Promise.all([prometheus.stop(), alertmanager.stop()])
    webhook.stop()
  }
  return { prometheus, webhook, firing, stop }
}

interface Alerts {
  readonly alerts: readonly { readonly state: string; readonly labels: { readonly alertname: string } }[]
}

async function startAlertmanager(
  work: string,
  generated: string,
  port: number,
  webhook: Webhook,
): ReturnType<typeof daemon> {
  const secrets = path.join(work, 'secrets')
  mkdirSync(secrets)
  for (const receiver of ['page', 'team', 'watchdog'])
    writeFileSync(path.join(secrets, receiver), webhook.url(receiver))
  writeFileSync(
    path.join(work, 'alertmanager.yml'),
    scaledFile(generated, value => value.replace(SECRETS, secrets)),
  )
  const flags = [
    '--config.file=alertmanager.yml',
    '--storage.path=routes',
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]
  const ready = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok
  return daemon('prometheus-alertmanager', flags, { cwd: work }, ready)
}

/** @returns the first message that says an alert fires, of those that came after `since` */
export function begun({ messages }: Webhook, alert: string, since: number): Message | undefined {
  return messages.find(one => one.alert === alert && one.state === 'firing' && one.at >= since)
}

/** @returns true when the last message about an alert says that it is over */
export function isOver({ messages }: Webhook, alert: string): boolean {
  return messages.findLast(one => one.alert === alert)?.state === 'resolved'
}
