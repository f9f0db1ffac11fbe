import { STACK } from '../../../src/contract/stack.ts'

/** Where the secrets of receivers lie in Alertmanager's container. */
export const SECRETS = `${STACK.alertmanager.folder}/secrets`

/** A kind of receiver whose secret Alertmanager reads from a file. */
interface Receiver {
  readonly config: string
  /** The setting that names the file. */
  readonly field: string
  /** What stands in the file. */
  readonly secret: string
}

/** Settings as of Alertmanager 0.25 (webhook: 0.26), each tried with amtool check-config. */
export const RECEIVERS: Readonly<Record<string, Receiver>> = {
  slack: { config: 'slack_configs', field: 'api_url_file', secret: 'addresses of incoming webhooks' },
  pagerduty: { config: 'pagerduty_configs', field: 'routing_key_file', secret: 'integration keys' },
  opsgenie: { config: 'opsgenie_configs', field: 'api_key_file', secret: 'API keys' },
  webhook: { config: 'webhook_configs', field: 'url_file', secret: 'addresses' },
}
