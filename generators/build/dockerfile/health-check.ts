import type { ServiceContract } from '../../../src/contract/types.ts'
import { exec } from './syntax.ts'

/**
 * @param program Node or Bun, as the image has it
 * @returns the exec form of a check that asks the service's own health path; undefined when it has none
 */
export function healthCheck({ service, port }: ServiceContract, program: string): string | undefined {
  const path = service.healthPaths[0]?.value
  if (path === undefined || port === undefined || !/^\/[A-Za-z0-9/_.-]*$/.test(path)) return undefined
  const variable = service.portVariable?.value
  const movable = variable !== undefined && /^[A-Za-z_]\w*$/.test(variable) && variable !== service.host?.value.variable
  const url = movable
    ? `'http://127.0.0.1:' + (process.env.${variable} ?? ${port}) + '${path}'`
    : `'http://127.0.0.1:${port}${path}'`
  return exec([program, '-e', `fetch(${url}).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))`])
}
