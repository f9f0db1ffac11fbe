import { createContext, runInContext } from 'node:vm'
import { transformSync } from 'esbuild'

/** What a program does with the applications that it makes: their number in the order of making, and what is called. */
export type Event = readonly [application: number, what: string, ...details: unknown[]]

const METHODS = ['use', 'get', 'post', 'set', 'disable', 'listen', 'register', 'addHook', 'route'] as const

/** Options and logger of the module, which a program may hand over. */
export const OURS = { options: { ours: 'options' }, logging: { ours: 'logging' } } as const

/**
 * Runs a program whose framework and module only note what is called: an application is made, hardened, gets routes, listens.
 * It knows nothing of how the program came to be.
 */
export function eventsOf(text: string, loader: 'js' | 'ts'): readonly Event[] {
  const events: Event[] = []
  const numbers = new Map<unknown, number>()
  const make = (options?: unknown): unknown => {
    const app = Object.assign(() => undefined, Object.fromEntries(METHODS.map(name => [name, called(name)])))
    numbers.set(app, numbers.size + 1)
    events.push([numbers.size, 'made', options])
    return app
  }
  const called = (name: string) =>
    function (this: unknown, ...args: readonly unknown[]) {
      events.push([numbers.get(this) ?? 0, name, ...args.filter(arg => typeof arg !== 'function')])
      return this
    }
  const framework = Object.assign(make, {
    json: () => () => undefined,
    Router: () => ({ get: () => undefined }),
    fastify: make,
  })
  const modules: Readonly<Record<string, unknown>> = {
    express: framework,
    fastify: framework,
    'node:http': { createServer: (app: unknown) => ({ listen: () => events.push([numbers.get(app) ?? 0, 'listen']) }) },
  }
  const ours = { ...OURS, harden: (app: unknown) => events.push([numbers.get(app) ?? 0, 'harden']) }
  const require = (name: string): unknown => (/(^|\/)prod-ready(\.\w+)?$/.test(name) ? ours : modules[name])
  const { code } = transformSync(text, { loader, format: 'cjs' })
  const context = createContext({ require, module: { exports: {} }, process: { env: {}, once: () => undefined } })
  runInContext(code, context)
  return events
}
