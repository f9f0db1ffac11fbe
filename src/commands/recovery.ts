import type { Recovery } from '../apply/recover.ts'
import type { Terminal } from '../report/terminal.ts'
import { visible } from '../report/visible.ts'

/** Tells a person that a run was cut off earlier, and what became of it. */
export function noteRecovery({ finished, left }: Recovery, terminal: Terminal): void {
  if (!finished) return
  terminal.line('An earlier run was cut off while it wrote: what it had begun is finished now.')
  for (const path of left) terminal.line(`  ${visible(path)} was changed since, and stays as it is`)
}
