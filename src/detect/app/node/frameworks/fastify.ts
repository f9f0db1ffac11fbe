import { languageOf, lineChange, swapChange } from '../../../../edit/code-path.ts'
import { lineAt } from '../../../../text/lines.ts'
import { argumentsOf, DEFAULT, propertyKey, propertyValue, sourceOf, type Script } from '../../../source/script.ts'
import { blanksAt, placeAt, startsLine } from '../../place.ts'
import type { ManualPart, SiteChange } from '../../types.ts'
import type { Creation } from '../creation.ts'
import { callLike, NAMESPACE, type SiteKind } from '../site.ts'
import { LARGE_BODIES, PAGES } from '../traits.ts'

const OPTIONS = `${NAMESPACE}.options`
const LOGGING = `logger: ${NAMESPACE}.logging`

export const detector: SiteKind = {
  kind: 'fastify',
  from: 5,
  factory: { package: 'fastify', exports: new Set([DEFAULT, 'fastify', 'Fastify']) },
  more: loggerChange,
  manual: creation => (loggerChange(creation).length || setsLogger(creation) ? [] : [byHand(creation)]),
  against: ({ script, call }) =>
    argumentsOf(call).some(argument => /\b(http2\s*:|serverFactory\s*[:,}])/.test(sourceOf(script, argument)))
      ? 'the server is none of plain HTTP'
      : undefined,
  traits: ({ major, dependencies }, scripts) => ({
    major,
    pages: PAGES.some(name => dependencies.has(name)) || scripts.some(script => called(script, /\.(view|sendFile)$/)),
    largeBodies: LARGE_BODIES.some(name => dependencies.has(name)),
    notFound: scripts.some(script => called(script, /\.setNotFoundHandler$/)),
  }),
}

function called(script: Script, pattern: RegExp): boolean {
  return callLike(script, pattern) !== undefined
}

function setsLogger({ script, call }: Creation): boolean {
  return argumentsOf(call).some(argument =>
    argument.getChildren('Property').some(property => /^logger(Instance)?$/.test(propertyKey(script, property) ?? '')),
  )
}

function byHand({ script, call }: Creation): ManualPart {
  return {
    feature: 'logging',
    code: `...${OPTIONS}`,
    where: `to the options that ${script.path}:${lineAt(script.text, call.from)} gives Fastify, where they are not known from the code`,
  }
}

/** Fastify takes its logger when it is made. Without the change, all other parts work. */
function loggerChange({ script, call }: Creation): readonly SiteChange[] {
  const [options, ...rest] = argumentsOf(call)
  const { text } = script
  const language = languageOf(script.path)
  if (rest.length > 0 || (options && options.name !== 'ObjectExpression' && sourceOf(script, options) !== OPTIONS))
    return []
  const callee = sourceOf(script, call.firstChild ?? call)
  const feature = 'logging' as const
  if (!options || options.name !== 'ObjectExpression') {
    const [old, now] = [`${callee}()`, `${callee}(${OPTIONS})`]
    return [{ feature, change: swapChange(language, old, now, placeAt(text, call.from, 'in', [[now, old]])) }]
  }
  const properties = options.getChildren('Property')
  const logger = properties.find(property => propertyKey(script, property) === 'logger')
  const value = logger && propertyValue(logger)
  if (logger && value && /^(true|prodReady\.logging)$/.test(sourceOf(script, value))) {
    const old = 'logger: true'
    return sourceOf(script, logger) === old || sourceOf(script, logger) === LOGGING
      ? [{ feature, change: swapChange(language, old, LOGGING, placeAt(text, logger.from, 'in', [[LOGGING, old]])) }]
      : []
  }
  if (logger || properties.some(property => propertyKey(script, property) === 'loggerInstance')) return []
  return spread(script, callee, options.from, options.to, properties[0]?.from)
}

/** `Fastify({ ...prodReady.options, trustProxy: true })`: on a line of its own where the first option is */
function spread(
  script: Script,
  callee: string,
  from: number,
  to: number,
  first: number | undefined,
): readonly SiteChange[] {
  const { text } = script
  const feature = 'logging' as const
  const language = languageOf(script.path)
  const line = `...${OPTIONS},`
  if (first !== undefined && startsLine(text, first)) {
    const deeper = blanksAt(text, first).slice(blanksAt(text, from).length)
    return [{ feature, change: lineChange(language, line, { ...placeAt(text, from, 'after'), deeper }) }]
  }
  const [old, now] = [`${callee}({`, `${callee}({ ${line}`]
  const start = text.lastIndexOf(callee, from)
  if (first === undefined || text.slice(from, to).includes('\n') || !text.startsWith(old, start)) return []
  return [{ feature, change: swapChange(language, old, now, placeAt(text, start, 'in', [[now, old]])) }]
}
