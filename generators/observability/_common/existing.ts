import type { Context } from '../../../src/artifact/index.ts'
import type { Evidence } from '../../../src/detect/types.ts'
import { lineAt } from '../../../src/text/lines.ts'

const NAMED = /(?:^|\/)[^/]*(?:alert|rule|prometheus|monitor|observab)[^\n]*\.ya?ml$/i

/** @returns the YAML files below a folder or with a name of monitoring in which a line fits `pattern`, each with the first such line */
export function monitoringFiles(ctx: Context, pattern: RegExp): readonly Evidence[] {
  return ctx.ws.files
    .filter(path => NAMED.test(path) && !path.startsWith('.github/'))
    .flatMap(path => {
      const text = ctx.ws.read(path) ?? ''
      const found = pattern.exec(text)
      if (!found) return []
      const line = lineAt(text, found.index)
      return [{ path, line, snippet: (text.split('\n')[line - 1] ?? '').trim(), rule: 'a file of monitoring' }]
    })
}
