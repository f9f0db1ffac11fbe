import { byCodeUnit } from '../../text/paths.ts'
import type { Certainty, Evidence, Fact, Service, VariableFact } from '../types.ts'

/** A place where a variable of the environment is read, or described. */
export interface Reading {
  readonly name: string
  readonly evidence: Evidence
  readonly certainty: Certainty
  readonly fallback?: string
  /** True where the program fails without a value, false where it says that it does without. */
  readonly required?: boolean
  /** True for a schema: it says more than the places that read the variable. */
  readonly isSchema?: boolean
}

/** Names that shells, package managers and test runners set for their own purposes. */
const NOT_OURS =
  /^(?:npm_\w+|CI|PATH|HOME|PWD|USER|SHELL|TERM|LANG|TMPDIR|TEMP|TMP|JEST_WORKER_ID|VITEST\w*|CARGO_(?:PKG|MANIFEST)\w*|CARGO|OUT_DIR|DEV|PROD|MODE|SSR|BASE_URL_|NEXT_RUNTIME|NEXT_PHASE|FORCE_COLOR|NO_COLOR|__\w*|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_\w+|NODE_OPTIONS|NODE_PATH|INIT_CWD)$/
const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?<!_)$/

/** What a name ends in when it holds a secret … */
const SECRET =
  /(?:^|_)(?:PASSWORDS?|PASSWD|PASS|PASSPHRASE|SECRETS?|TOKENS?|CREDENTIALS?|SALT|PEPPER|DSN(?:_\w+)?|KEYS?|APIKEY|AUTH|PRIVATE_KEY\w*|CONNECTION_STRING|SECRET_(?:KEY|ACCESS_KEY|BASE|HASH)\w*|ACCESS_KEY_ID|(?:SLACK|DISCORD|TEAMS)\w*_WEBHOOK(?:_URL)?)$|SECRET_?KEY|(?:PASSWORD|SECRET|TOKEN|APIKEY)$/i
/** … and what such a name may end in that is none. */
const NO_SECRET =
  /PUBLIC_?KEY|(?:^|_)(?:NEXT_)?PUBLIC_|PRIMARY_KEY|FOREIGN_KEY|PARTITION_KEY|(?:CACHE|SORT|ROUTING|IDEMPOTENCY)_KEY$|SITE_?KEY$/i
/** Addresses that carry a password. */
const ADDRESS =
  /(?:DATABASE|(?:^|_)DB|POSTGRES\w*|PG|MYSQL|MARIADB|MONGO\w*|REDIS\w*|VALKEY|AMQP|RABBIT\w*|KAFKA|NATS|CLICKHOUSE|SMTP|BROKER)_?(?:CONNECTION_)?(?:URL|URI)$|CONNECTION_?(?:STRING|URL|URI)$/i

/** @returns true when the name of a variable says that it holds a secret, or a URL with one */
export function isSecret(name: string): boolean {
  return (SECRET.test(name) && !NO_SECRET.test(name)) || ADDRESS.test(name)
}

/** More than anybody sets. */
const MOST = 300
const SHOWN = 3

/** @returns variables as facts, each once, by name: required where a schema says so, else where a place fails without and none has a default */
export function variableFacts(readings: readonly Reading[]): readonly VariableFact[] {
  const byName = new Map<string, Reading[]>()
  for (const reading of readings) {
    if (!NAME.test(reading.name) || NOT_OURS.test(reading.name)) continue
    const list = byName.get(reading.name)
    if (list) list.push(reading)
    else byName.set(reading.name, [reading])
  }
  return [...byName.entries()]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .slice(0, MOST)
    .map(([name, all]) => factOf(name, all))
}

function factOf(name: string, all: readonly Reading[]): VariableFact {
  const schema = all.filter(reading => reading.isSchema)
  const said = schema.length ? schema : all
  const fallback = [...said, ...all].find(reading => reading.fallback !== undefined)?.fallback
  const required =
    fallback === undefined &&
    said.some(reading => reading.required === true) &&
    (schema.length > 0 || !all.some(reading => reading.required === false))
  const places = new Map(
    [...all].reverse().map(({ evidence }) => [`${evidence.path}:${String(evidence.line)}`, evidence]),
  )
  return {
    value: name,
    certainty: said.some(reading => reading.certainty === 'certain') ? 'certain' : (said[0]?.certainty ?? 'guess'),
    evidence: [...places.values()].reverse().slice(0, SHOWN),
    ...(fallback === undefined ? {} : { default: fallback }),
    required,
    // A switch or a number, whatever it is called.
    secret: isSecret(name) && !/^(?:true|false|\d+)$/.test(fallback ?? ''),
  }
}

/** @returns the variables of port and address that are known for a service, also where the framework reads them */
export function ownVariables({
  port,
  portVariable,
  host,
}: Pick<Service, 'port' | 'portVariable' | 'host'>): readonly Reading[] {
  const own = ({ value: name, certainty, evidence }: Fact<string>, fallback?: string): readonly Reading[] => {
    const [first] = evidence
    return first ? [{ name, certainty, evidence: first, ...(fallback === undefined ? {} : { fallback }) }] : []
  }
  const address = host?.value.variable
  return [
    ...(portVariable ? own(portVariable, port?.certainty === 'certain' ? String(port.value) : undefined) : []),
    ...(host && address !== undefined ? own({ ...host, value: address }) : []),
  ]
}
