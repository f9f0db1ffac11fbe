import { execa } from 'execa'
import { installAll, isThere } from '../../tools/install.ts'
import type { Tool } from '../../tools/tools.ts'

const debian = (name: string, of = name): Tool => ({
  name,
  version: 'distribution',
  source: { from: 'debian', package: of },
})

/** What makes the past, and what draws it. */
const NEEDED: readonly Tool[] = [debian('prometheus'), debian('promtool', 'prometheus'), debian('chromium')]
const FONTS = 'fc-list'
/** Grafana's font: without it text is wider, and more of it seems to be cut. */
const FONT = { name: 'Inter', of: 'fonts-inter' } as const

/** Installs what is missing. @returns what is still not there, with the reason */
export async function provideTools(): Promise<readonly string[]> {
  const fonts = await execa(FONTS, [], { reject: false })
  const font = fonts.stdout.includes(FONT.name) ? [] : [debian(FONT.of)]
  const done = await installAll([...NEEDED, ...font], false, line => void process.stdout.write(`${line}\n`))
  return done
    .filter(tool => !isThere(tool) && tool.tool.name !== FONT.of)
    .map(({ tool, reason }) => `${tool.name}: ${reason ?? 'not installed'}`)
}
