// Stands in for Handlebars inside the bundled node-plop, which loads all of it when it is imported: our templates are compiled already.
import { createRequire } from 'node:module'

const load = () => createRequire(import.meta.url)('./handlebars.cjs')

export default {
  registerHelper: (...args) => load().registerHelper(...args),
  registerPartial: (...args) => load().registerPartial(...args),
  compile: (...args) => load().compile(...args),
}
