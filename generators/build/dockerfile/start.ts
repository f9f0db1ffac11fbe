import type { Package, Service } from '../../../src/detect/types.ts'
import { isPlainPath } from './syntax.ts'
import { refusal, type Ingredients, type Refusal } from './recipe.ts'

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
const LOADERS: Readonly<Record<string, readonly string[]>> = { tsx: ['--import', 'tsx'], 'ts-node': ['--require', 'ts-node/register'] }

/** @returns how the service is started; or why that is not known */
export function startOf({ service, project }: Ingredients, pkg: Package): Start | Refusal {
  const { standalone, startCommand } = service.service
  if (standalone) return { program: 'node', args: [standalone.value.entry], development: false }
  const [first, ...words] = commandOf(service.service)
  const rest = first === 'bun' && words[0] === 'run' ? words.slice(1) : words
  if (first === undefined) return refusal('the command that starts it in production is not known')
  const file = rest.find(arg => !arg.startsWith('-'))
  if (first === 'node' || first === 'bun') {
    if (file === undefined) return refusal('the file that it starts with is not known')
    return { program: first, args: rest, file, development: rest.some(arg => arg !== file && isDevelopment(pkg, arg)) }
  }
  const name = BIN.exec(first)?.[1] ?? first
  const owner = pkg.dependencies.find(d => d.name === name || d.name.endsWith(`/${name}`))
  const development = owner?.kind === 'dev'
  const loader = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined
  if (loader && owner && rest[0] !== undefined && !rest[0].startsWith('-')) return { program: 'node', args: [...loader, ...rest], file: rest[0], development }
  if (!isPlainPath(name)) return refusal(`what starts it, ${first}, is not a program of its dependencies`)
  const bin = `node_modules/.bin/${name}`
  // pnpm writes a shell script there, the others a link to the program
  return project.project.manager.value === 'pnpm' ? { program: 'script', args: [`./${bin}`, ...rest], development } : { program: 'node', args: [bin, ...rest], development }
}

/** Programs that keep another one running: in a container, the platform does that. */
const SUPERVISORS = /^(?:(?:\.\/)?node_modules\/\.bin\/)?(pm2|pm2-runtime|forever|nodemon)$/

/** Without a command, or under a supervisor, what is started is the file that the supervisor is given, or JavaScript that is not built by its entry. */
function commandOf({ startCommand, entry, buildScript }: Service): readonly string[] {
  const [program, ...args] = startCommand?.value ?? []
  if (program !== undefined && !SUPERVISORS.test(program)) return [program, ...args]
  const given = args.find(arg => /\.[cm]?js$/.test(arg) && !/\.config\./.test(arg))
  const plain = !buildScript && entry && /\.[cm]?js$/.test(entry.value) ? entry.value : undefined
  const file = given ?? plain
  return file === undefined ? [] : ['node', file]
}

/** An option such as `--import=tsx` that loads a package which is not shipped. */
function isDevelopment(pkg: Package, option: string): boolean {
  const loaded = option.replace(/^--?[\w-]+=/, '')
  return pkg.dependencies.some(d => d.kind === 'dev' && (loaded === d.name || loaded.startsWith(`${d.name}/`)))
}
