import { readFileSync } from 'node:fs'
import ejs from 'ejs'

/**
 * Templates of EJS, compiled from their text when they are asked for. The bundle has a module of the same shape in place of this one, as it has
 * of handlebars.ts: to compile them takes longer than to run them.
 */
const options = JSON.parse(readFileSync(new URL('ejs-options.json', import.meta.url), 'utf8')) as Omit<
  ejs.Options,
  'async'
>

/** What a template needs beside its data. */
interface Environment {
  /** Gives the text of a template, by its path below `templates/`. */
  readonly load: (file: string) => string
  /** What `<%= %>` prints of a value. */
  readonly escape: (value: unknown) => string
}

/** @returns what renders the template with data, which it knows as `it` */
export function ejsTemplate(file: string, { load, escape }: Environment): (data: object) => string {
  return ejs.compile(load(file), { ...options, escape, filename: file }) as ejs.TemplateFunction
}
