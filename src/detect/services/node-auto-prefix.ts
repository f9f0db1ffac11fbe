import type { SyntaxNode } from '@lezer/common'
import { dirname, isInside, join, normalize } from '../../text/paths.ts'
import { argumentsOf, literalText, propertyKey, propertyValue, sourceOf, type Script } from '../source/script.ts'
import { nodesBelow, nodesOf } from '../source/script-nodes.ts'
import { literalOf, optionOf } from '../source/value.ts'
import type { Mounts } from './node-mounts.ts'
import { calledModule } from '../source/script-origin.ts'
import type { Literal } from './node-route-calls.ts'

/** A folder whose files @fastify/autoload registers. */
interface Loaded {
  readonly folder: string
  /** What stands in front of all of them. */
  readonly prefix: string
  /** The names of the folders below stand there as well. */
  readonly isNamed: boolean
}

const AUTOLOAD = /^(?:@fastify\/|fastify-)autoload$/

/** Text of a file that may load folders. */
export const AUTOLOADING = /\b(?:fastify\/|fastify-)autoload\b/

/** @returns the folders that files load with @fastify/autoload, where the code says which: `register(autoload, { dir: join(here, 'routes'), options: { prefix: '/api' } })` */
export function autoloadedIn(scripts: readonly Script[]): readonly Loaded[] {
  return scripts
    .filter(script => script.modules.some(module => AUTOLOAD.test(module)))
    .flatMap(script =>
      nodesOf(script, 'CallExpression').flatMap(node => {
        const [plugin, options] = argumentsOf(node)
        return plugin && isAutoload(script, plugin) && options?.name === 'ObjectExpression'
          ? loadedBy(script, options)
          : []
      }),
    )
}

function isAutoload(script: Script, node: SyntaxNode): boolean {
  const binding = script.bindings.get(sourceOf(script, node))
  if (binding?.kind === 'import') return AUTOLOAD.test(binding.module)
  return AUTOLOAD.test(calledModule(script, binding?.kind === 'value' ? binding.node : node) ?? '')
}

/** The folder is put together from that of the file and a text, which stands last. */
function loadedBy(script: Script, options: SyntaxNode): readonly Loaded[] {
  const dir = optionOf(script, options, 'dir')
  const last = dir && (dir.name === 'String' ? dir : nodesBelow(dir, /^String$/).at(-1))
  const folder = last && normalize(join(dirname(script.path), literalText(script, last) ?? ''))
  if (folder === undefined) return []
  const shared = optionOf(script, options, 'options')
  const prefix = shared?.name === 'ObjectExpression' ? optionOf(script, shared, 'prefix') : undefined
  const named = options.getChildren('Property').find(node => propertyKey(script, node) === 'dirNameRoutePrefix')
  const value = named && propertyValue(named)
  const isNamed = !value || sourceOf(script, value) !== 'false'
  return [{ folder, prefix: literalOf(script, prefix) ?? '', isNamed }]
}

/** @returns what @fastify/autoload puts in front of what a file registers: its options, and the folders below `routes/`; '' for what the code registers itself */
export function autoPrefix({ script, receiver }: Literal, mounts: Mounts, loaded: readonly Loaded[]): string {
  if (
    mounts.mounts(script) ||
    !/^(fastify|app|server|instance)$/.test(receiver) ||
    script.modules.some(module => /^(express|koa|hono)/.test(module)) ||
    !isPlugin(script)
  )
    return ''
  const own = loaded.find(({ folder }) => isInside(script.path, folder))
  const below = dirname(script.path).split('/')
  const start =
    own?.isNamed === false ? below.length : own ? own.folder.split('/').length : below.lastIndexOf('routes') + 1
  const named = exportedText(script, 'prefixOverride')
  if (own && named !== undefined) return named
  const shared = own ? (exportedText(script, 'autoPrefix') ?? '') : ''
  return [own?.prefix ?? '', ...(start > 0 ? below.slice(start) : []), shared.replace(/^\/|\/$/g, '')]
    .filter((part, i) => i === 0 || part !== '')
    .join('/')
}

/** What a plugin says of itself to @fastify/autoload: `export const autoPrefix = '/admin'` */
function exportedText(script: Script, name: string): string | undefined {
  const exported = script.exports.get(name)
  if (exported?.kind !== 'local') return undefined
  const binding = exported.node.name.startsWith('Variable')
    ? script.bindings.get(sourceOf(script, exported.node))
    : undefined
  return literalOf(script, binding?.kind === 'value' ? binding.node : exported.node)
}

function isPlugin(script: Script): boolean {
  return [...script.exports.values()].some(exported => exported.kind === 'local' && isFunction(script, exported.node))
}

/** A function, a name of one, or one that a helper such as `fp(…)` is given. */
function isFunction(script: Script, node: SyntaxNode): boolean {
  if (/Function|Arrow/.test(node.name)) return true
  if (!node.name.startsWith('Variable')) return false
  const binding = script.bindings.get(sourceOf(script, node))
  return binding?.kind === 'value' && /Function|Arrow/.test(binding.node.name)
}
