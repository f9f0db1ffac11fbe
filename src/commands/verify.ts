import { recordResults } from '../apply/results.ts'
import { printDocument, VERSION } from '../report/documents.ts'
import { visible } from '../report/visible.ts'
import { runValidators } from '../verify/run-validators.ts'
import type { Session } from './session.ts'

/** `verify`: every installed validator over what was written. @returns 1 when one found something */
export async function verify({ invocation, manifest, terminal, ws }: Session): Promise<number> {
  const files = Object.keys(manifest.files).filter(path => ws.stat(path)?.kind === 'file')
  const { verdicts, missing } = await runValidators(ws.root, files, terminal.progress)
  if (invocation.record) await recordResults(ws.root, verdicts, new Date().toISOString().slice(0, 10))
  const bad = verdicts.filter(verdict => !verdict.ok)
  if (invocation.json) {
    printDocument({ version: VERSION, verdicts, missing })
  } else {
    const { color } = terminal
    for (const { tool, file, output } of bad) {
      terminal.line(`${color.red(tool)} ${visible(file)}`)
      for (const line of (output ?? '').split('\n').slice(0, 20)) terminal.line(`  ${visible(line)}`)
    }
    const tools = new Set(verdicts.map(v => v.tool))
    terminal.line(
      files.length === 0
        ? 'Nothing was written by an earlier run.'
        : `${verdicts.length - bad.length} passed, ${bad.length} failed (${[...tools].join(', ') || 'no tool is installed'}).`,
    )
    for (const { tool, install } of missing) terminal.line(color.dim(`not installed: ${tool} (${install})`))
  }
  return bad.length ? 1 : 0
}
