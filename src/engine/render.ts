import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Content } from '../artifact/types.ts'
import { memo } from '../text/memo.ts'
import * as quote from '../text/quote.ts'
import { ejsTemplate } from './ejs.ts'
import { handlebars, handlebarsTemplate } from './handlebars.ts'

/** Templates lie beside the bundle as beside the sources: two levels up from `src/engine` and `dist/chunks`, one from `dist`. */
const TEMPLATES = ['../../templates/', '../templates/'].map(to => fileURLToPath(new URL(to, import.meta.url)))

/** @returns text of a template; throws when the package does not hold it */
function load(file: string): string {
  for (const folder of TEMPLATES) {
    try {
      return readFileSync(folder + file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error(`template is missing: templates/${file}`)
}

/** EJS prints `undefined` for a name that is not there; a template must fail instead. */
function must(value: unknown): string {
  if (value === undefined || value === null || value === '') throw new Error('a value of the template is empty')
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error('a value of the template is no text')
}

handlebars.registerHelper('md', (value: unknown) => quote.md(must(value)))
handlebars.registerHelper('code', (value: unknown) => quote.mdCode(must(value)))
handlebars.registerHelper('yaml', (value: unknown) => quote.yaml(must(value)))

const TEMPLATES_KEPT = 500
const text = memo(load, TEMPLATES_KEPT)
const ejsOf = memo((file: string) => ejsTemplate(file, { load, escape: must }), TEMPLATES_KEPT)
const handlebarsOf = memo((file: string) => handlebarsTemplate(file, load), TEMPLATES_KEPT)

/**
 * Renders the text of a file. `.ejs`: locals under `it`, with the quoting helpers (`it.yaml(x)`, `it.sh(x)`, `it.toml(x)`, `it.md(x)` …); `<%= %>`
 * throws on an empty value. `.hbs`: strict, no HTML escaping, helpers `md`, `code`, `yaml`. Anything else: as it is.
 * @returns the text with LF line ends and exactly one newline at the end
 */
export function render(content: Content): string {
  if (typeof content === 'string') return finish(content)
  const { template, data } = content
  if (template.endsWith('.ejs')) return finish(ejsOf(template)({ ...data, ...quote }))
  if (template.endsWith('.hbs')) return finish(handlebarsOf(template)(data))
  return finish(text(template))
}

/** @returns text of an EJS template below `templates/` that may be empty @throws Error for a value that is */
export function renderIn(file: string, data: object): string {
  return ejsOf(file)({ ...data, ...quote }).replaceAll('\r\n', '\n')
}

function finish(text: string): string {
  const lines = text.replaceAll('\r\n', '\n')
  let end = lines.length
  // a pattern that ends in `$` is tried at every line end of the text
  while (lines[end - 1] === '\n') end--
  return `${lines.slice(0, end)}\n`
}
