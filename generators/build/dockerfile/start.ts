import type { Package, Service } from '../../../src/detect/types.ts'
import { refuse, type Ingredients } from './recipe.ts'
import { isPlainPath } from './syntax.ts'

/** How a Node service is started, from the folder of its package. */
export interface Start {
  /** script: a file that the shell runs. */
  readonly program: 'node' | 'bun' | 'script'
  readonly args: readonly string[]
  /** The file that is started, where it is one of the repository or of the build. */
  readonly file?: string
  /** True when what starts it is installed for development only: then these dependencies are part of the image. */
  readonly development: boolean
}

const BIN = /^(?:\.\/)?node_modules\/\.bin\/([\w.-]+)$/
/** Programs that load TypeScript into Node, with the option that does the same without a process of their own. */
const LOADERS: Readonly<Record<string, readonly string[]>> = {
  tsx: ['--import', 'tsx'],
  'ts-node': ['--require', 'ts-node/register'],
}

/** @returns how the service is started @throws Refused when that is not known */
export function startOf({ service, project }: Ingredients, pkg: Package): Start {
  const { standalone } = service.service
  if (standalone) return { program: 'node', args: [standalone.value.entry], development: false }
  const [first, ...words] = commandOf(service.service)
  if (first === undefined) return refuse('the command that starts it in production is not known')
  const args = first === 'bun' && words[0] === 'run' ? words.slice(1) : words
  if (first === 'node' || first === 'bun') return startFile(first, args, pkg)
  const name = BIN.exec(first)?.[1] ?? first
  const owner = pkg.dependencies.find(d => d.name === name || d.name.endsWith(`/${name}`))
  const development = owner?.kind === 'dev'
  const loader = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined
  const file = args[0]
  if (loader && owner && file !== undefined && !file.startsWith('-')) {
    return { program: 'node', args: [...loader, ...args], file, development }
  }
  if (!isPlainPath(name)) refuse(`what starts it, ${first}, is not a program of its dependencies`)
  const bin = `node_modules/.bin/${name}`
  // pnpm writes a shell script there, the others a link to the program
  return project.project.manager.value === 'pnpm'
    ? { program: 'script', args: [`./${bin}`, ...args], development }
    : { program: 'node', args: [bin, ...args], development }
}

function startFile(program: 'node' | 'bun', args: readonly string[], pkg: Package): Start {
  const file = args.find(arg => !arg.startsWith('-')) ?? refuse('the file that it starts with is not known')
  return { program, args, file, development: args.some(arg => arg !== file && isDevelopment(pkg, arg)) }
}

/** Programs that keep another one running: in a container, the platform does that. */
const SUPERVISORS = /^(?:(?:\.\/)?node_modules\/\.bin\/)?(pm2|pm2-runtime|forever|nodemon)$/

/** Without a command, or under a supervisor, what is started is the file that the supervisor is given, or JavaScript that is not built by its entry. */
function commandOf({ startCommand, entry, buildScript }: Service): readonly string[] {
  const [program, ...args] = startCommand?.value ?? []
  if (program !== undefined && !SUPERVISORS.test(program)) return [program, ...args]
  const given = args.find(arg => /\.[cm]?js$/.test(arg) && !arg.includes('.config.'))
  const plain = !buildScript && entry && /\.[cm]?js$/.test(entry.value) ? entry.value : undefined
  const file = given ?? plain
  return file === undefined ? [] : ['node', file]
}

/** An option such as `--import=tsx` that loads a package which is not shipped. */
function isDevelopment(pkg: Package, option: string): boolean {
  const loaded = option.replace(/^--?[\w-]+=/, '')
  return pkg.dependencies.some(d => d.kind === 'dev' && `${loaded}/`.startsWith(`${d.name}/`))
}
