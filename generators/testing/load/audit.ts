import { absent, present, type Context, type Presence } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'

/** Usual names of load tests of other tools. */
const NAMED =
  /(?:^|\/)(?:artillery[\w.-]*\.ya?ml|locustfile\.py|[\w.-]+\.jmx|[\w-]*(?:gatling|Simulation)[\w-]*\.(?:scala|java|kt)|goose\.rs|oha\.toml|\.?drill\.ya?ml|vegeta[\w.-]*)$/i
const SCRIPT = /\.(?:[cm]?[jt]s|es6)$/
const MAYBE = /(?:^|\/)[^/]*(?:load|k6|perf|stress|smoke|soak|spike|bench)[^/]*(?:\/|\.)/i
const SHOWN = 5

/** Is there a load test, whatever tool runs it? A script of k6 is told by what it imports. */
export function audit({ ws }: Context): Presence {
  const found = ws.files.flatMap((path): readonly Evidence[] => {
    if (NAMED.test(path)) return [{ path, rule: 'usual name of a load test' }]
    if (!SCRIPT.test(path) || !MAYBE.test(path)) return []
    const lines = (ws.read(path) ?? '').split('\n')
    const line = lines.findIndex(text => /(?:from|require\()\s*['"](?:k6(?:\/|['"])|autocannon['"])/.test(text))
    return line === -1 ? [] : [{ path, line: line + 1, snippet: (lines[line] ?? '').trim(), rule: 'load test' }]
  })
  return found.length > 0 ? present(found.slice(0, SHOWN)) : absent('no script of k6 or of another load tester')
}
