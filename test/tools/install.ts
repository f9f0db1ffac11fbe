import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { answers, installFrom } from './installers.ts'
import { Impossible } from './step.ts'
import { TOOLS, type Tool } from './tools.ts'

/** Folder of test/tools, which the table's folders are relative to. */
const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Where tools are kept between runs, outside the checkout: below CREATE_PROD_READY_CACHE or a folder of the user. */
export const CACHE = path.resolve(asked() ?? path.join(homedir(), '.cache', 'create-prod-ready'), 'tools')

function asked(): string | undefined {
  const named = process.env['CREATE_PROD_READY_CACHE']
  return named === '' ? undefined : named
}

export type State = 'ready' | 'installed' | 'left out' | 'impossible' | 'failed'

export interface Installation {
  readonly tool: Tool
  readonly state: State
  readonly seconds: number
  /** Folder with the tool's programs; null where the system has them or where it is not installed. */
  readonly bin: string | null
  /** Why it is not there. */
  readonly reason?: string
}

/** @returns true when validators can run the tool */
export function isThere({ state }: Installation): boolean {
  return state === 'ready' || state === 'installed'
}

/**
 * Installs what the cache does not hold yet. One failure does not hide the others.
 * @param fast leaves out the slow tools that are not in the cache
 */
export async function installAll(
  tools: readonly Tool[],
  fast: boolean,
  say: (line: string) => void,
): Promise<readonly Installation[]> {
  const done: Installation[] = []
  for (const tool of tools) {
    const installation = await install(tool, fast)
    if (installation.state !== 'ready')
      say(`${installation.state} ${seconds(installation.seconds)} ${tool.name} ${tool.version}${because(installation)}`)
    done.push(installation)
  }
  return done
}

const seconds = (n: number): string => `${n.toFixed(1).padStart(6)} s`
const because = ({ reason }: Installation): string => (reason === undefined ? '' : `: ${reason}`)

async function install(tool: Tool, fast: boolean): Promise<Installation> {
  const home = folderOf(tool)
  const stamp = path.join(home, '.installed')
  if (existsSync(stamp)) return { tool, state: 'ready', seconds: 0, bin: readFileSync(stamp, 'utf8') }
  if (tool.source.from === 'debian' && (await answers(tool.name, '--version')))
    return { tool, state: 'ready', seconds: 0, bin: null }
  if (fast && tool.slow !== undefined) return { tool, state: 'left out', seconds: 0, bin: null, reason: tool.slow }
  const start = performance.now()
  const since = (): number => (performance.now() - start) / 1000
  const work = mkdtempSync(path.join(tmpdir(), 'cpr-install-'))
  try {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    const bin = await installFrom(tool, { home, work, cache: CACHE, here: HERE })
    if (bin !== null) writeFileSync(stamp, bin)
    return { tool, state: 'installed', seconds: since(), bin }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    const reason = error instanceof Error ? error.message : String(error)
    return { tool, state: error instanceof Impossible ? 'impossible' : 'failed', seconds: since(), bin: null, reason }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function folderOf(tool: Tool): string {
  return path.join(CACHE, `${tool.name}-${identity(tool)}`)
}

/** @returns the folder that a tool of the table is installed into. @throws when there is no such tool */
export function homeOf(name: string): string {
  const tool = TOOLS.find(other => other.name === name)
  if (!tool) throw new Error(`no tool is called ${name}`)
  return folderOf(tool)
}

/** What a changed table row, or a changed file of a folder that is built here, changes. */
function identity({ version, source }: Tool): string {
  // programs of virtual environments know where they are
  const hash = createHash('sha256').update(JSON.stringify([CACHE, source]))
  if ('folder' in source) {
    const folder = path.join(HERE, source.folder)
    for (const file of readdirSync(folder)
      .filter(name => name !== 'node_modules')
      .sort())
      hash.update(readFileSync(path.join(folder, file)))
  }
  return `${version}-${hash.digest('hex').slice(0, 10)}`
}
