import { debian, findPostgres } from '../e2e/chain/tools.ts'
import { installAll, isThere } from '../tools/install.ts'

/** Installs what makes the load and what is asked, where it is missing. @throws with the reason when it cannot */
export async function provide(): Promise<void> {
  findPostgres()
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  const done = await installAll([debian('wrk', 'wrk'), debian('postgres', 'postgresql')], false, say)
  findPostgres()
  const missing = done.filter(tool => !isThere(tool)).map(({ tool, reason = '' }) => `${tool.name}: ${reason}`)
  if (missing.length > 0) throw new Error(missing.join('\n'))
}
