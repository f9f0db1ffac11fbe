import type { ServiceContract } from '../../../src/contract/types.ts'

/** What a service is told by its environment, sorted by who says it. */
export interface Environment {
  /** Where it listens: the platform and the service must agree, so nobody may change it in one place only. */
  readonly listen: Readonly<Record<string, string>>
  /** Settings with the value that the code has without them. */
  readonly settings: Readonly<Record<string, string>>
  /** What must be said, and is no secret. */
  readonly missing: readonly string[]
  /** What is a secret, and whether it works without. */
  readonly secrets: readonly { readonly name: string; readonly required: boolean }[]
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** An address that is right on the machine of a developer only. */
const LOCAL = /\blocalhost\b|\b127\.0\.0\.1\b|\[::1\]/
/** Set by the image, or by the platform. */
const OTHERS = new Set(['NODE_ENV', 'HOME', 'PATH', 'PWD', 'USER', 'HOSTNAME', 'TZ', 'CI', 'TMPDIR'])
/** Set from the time that the platform grants. */
export const DRAIN_VARIABLES = { delay: 'SHUTDOWN_DELAY_MS', timeout: 'SHUTDOWN_TIMEOUT_MS' } as const

/** @returns the variables of a service; a name that no environment can hold is left out */
export function environmentOf(contract: ServiceContract): Environment {
  const listen = listenOf(contract)
  const fixed = new Set([...Object.keys(listen), ...OTHERS, ...Object.values(DRAIN_VARIABLES)])
  const urls = new Set(contract.needs.flatMap(need => need.variable ?? []))
  const known = contract.service.variables.filter(({ value }) => NAME.test(value) && !fixed.has(value))
  const plain = known.filter(variable => !variable.secret && !urls.has(variable.value))
  return {
    listen,
    settings: Object.fromEntries(
      plain.flatMap(v => (v.default === undefined || LOCAL.test(v.default) ? [] : [[v.value, v.default]])),
    ),
    missing: unique(
      plain.filter(v => (v.default === undefined ? v.required : LOCAL.test(v.default))).map(v => v.value),
    ),
    secrets: unique([...known.filter(v => v.secret).map(v => v.value), ...urls]).map(name => ({
      name,
      required: urls.has(name) || known.some(v => v.value === name && v.required),
    })),
  }
}

/** @returns the variables by which it listens on its port, on every address */
function listenOf({ service, port }: ServiceContract): Readonly<Record<string, string>> {
  const { host, portVariable } = service
  const address = host?.value.variable
  if (port === undefined) return {}
  if (address !== undefined && address === portVariable?.value) return { [address]: `0.0.0.0:${port}` }
  return {
    ...(address !== undefined && host?.value.loopbackOnly ? { [address]: '0.0.0.0' } : {}),
    ...(portVariable ? { [portVariable.value]: String(port) } : {}),
  }
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
