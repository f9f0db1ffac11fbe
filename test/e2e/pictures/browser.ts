import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { heightOf, pageOf, WIDTH, type Picture } from './page.ts'

/** What the page itself saw. */
export interface Findings {
  readonly found: readonly string[]
  /** Panels with something in them. */
  readonly drawn: number
}

const BROWSER = 'chromium'
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--disable-dev-shm-usage']

/** Draws a picture into `<dir>/<name>.png`. @returns what the page saw of itself */
export async function draw(dir: string, name: string, picture: Picture): Promise<Findings> {
  const page = path.join(dir, `${name}.html`)
  writeFileSync(page, pageOf(picture))
  const window = `--window-size=${WIDTH},${Math.ceil(heightOf(picture))}`
  const run = (...flags: readonly string[]): Promise<{ readonly stdout: string }> =>
    execa(BROWSER, [...FLAGS, window, `--user-data-dir=${path.join(dir, 'browser')}`, ...flags, `file://${page}`])
  await run(`--screenshot=${path.join(dir, `${name}.png`)}`)
  const { stdout } = await run('--dump-dom')
  const [, text] = /<pre id="findings"[^>]*>(.*?)<\/pre>/s.exec(stdout) ?? []
  if (text === undefined) throw new Error(`the page of ${name} told nothing: ${stdout.slice(0, 500)}`)
  return JSON.parse(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')) as Findings
}
