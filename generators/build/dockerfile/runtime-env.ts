import type { ServiceContract } from '../../../src/contract/types.ts'
import { refuse } from './recipe.ts'

const LISTENING = new Set(['http', 'grpc', 'tcp'])

/**
 * @returns the variables by which a program listens where a container can be reached: on its port, on every address
 * @throws Refused when it listens on the loopback address and no variable changes that
 */
export function runtimeEnv({ service, port }: ServiceContract): Readonly<Record<string, string>> {
  const host = service.host?.value
  if (host?.loopbackOnly && host.variable === undefined && LISTENING.has(service.workload.value)) {
    refuse(
      'it listens on the loopback address only, where nothing outside the container reaches it',
      service.host?.evidence[0],
    )
  }
  const portVariable = service.portVariable?.value
  const both = host?.variable !== undefined && host.variable === portVariable
  return {
    ...(host?.variable === undefined
      ? {}
      : { [host.variable]: both && port !== undefined ? `0.0.0.0:${port}` : '0.0.0.0' }),
    ...(portVariable === undefined || port === undefined || both ? {} : { [portVariable]: String(port) }),
  }
}
