import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'

/**
 * Templates of Handlebars, compiled from their text when they are asked for. The bundle has a module of the same shape in place of this one,
 * with all of them compiled (scripts/build.mjs): its compiler takes longer than all the templates of a run.
 */
export const handlebars = Handlebars.create()

const options = JSON.parse(readFileSync(new URL('handlebars-options.json', import.meta.url), 'utf8')) as Parameters<
  typeof handlebars.compile
>[1]

/** @param load gives the text of a template, by its path below `templates/` */
export function handlebarsTemplate(file: string, load: (file: string) => string): (data: object) => string {
  return handlebars.compile<object>(load(file), options)
}
