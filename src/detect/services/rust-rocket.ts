import { argumentRanges, stringValue, type PathUse, type RustSource } from '../source/rust.ts'
import { receiverOf } from './rust-receiver.ts'

/** Text of a file that puts a port into the settings of Rocket. */
export const SETTLES = String.raw`\bConfig\s*::\s*build\b|\(\s*\(\s*"port"\s*,`

/** @returns where the port stands that a call puts there: `Config::figment().merge(("port", 9000))`, in Rocket 0.4 `Config::build(mode).port(9000)` */
export function settledPort(source: RustSource, use: PathUse): readonly [number, number] | undefined {
  if (!use.member || use.args < 0) return undefined
  const { tokens } = source
  if (use.path === 'port')
    return /(?:^|::)Config::build$/.test(receiverOf(source, use)?.path ?? '')
      ? argumentRanges(tokens, use.args)[0]
      : undefined
  const [key, value] = /^(?:merge|join)$/.test(use.path) ? argumentRanges(tokens, use.args + 1) : []
  const name = key && tokens[key[0]]
  return name?.kind === 'string' && stringValue(name) === 'port' ? value : undefined
}
