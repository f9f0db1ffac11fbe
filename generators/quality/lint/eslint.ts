import type { Context } from '../../../src/artifact/index.ts'
import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Project } from '../../../src/detect/types.ts'
import { byCodeUnit, isInside, join } from '../../../src/text/paths.ts'
import { LOAD_TESTS, ownFiles } from './own-files.ts'
import { styleOf } from './style.ts'
import { rangeOf } from './versions.ts'

/** What the template of the configuration needs. */
interface EslintData {
  /** One level of indentation, and the ends of strings and statements, as the project's code has them. */
  readonly tab: string
  readonly quote: string
  readonly end: string
  /** Behind the last item of a list that is spread over lines. */
  readonly comma: string
  readonly typescript: boolean
  /** The project's .gitignore is read by ESLint; false where there is none, or where ESLint has no function for it. */
  readonly gitignore: boolean
  readonly ignored: readonly string[]
  /** Code of it runs in a browser as well. */
  readonly browser: boolean
  readonly commonjs: boolean
}

/** @returns the data of eslint.config.mjs, from what the project builds and how it is written */
export function eslintData(ctx: Context, contract: ProjectContract): EslintData {
  const { project } = contract
  const style = styleOf(ctx, project)
  const { services, frontends } = ctx.facts
  const outputs = [
    ...services
      .filter(service => service.project === project.path && service.ecosystem === 'node')
      .flatMap(service => service.outputDir?.value ?? []),
    ...frontends
      .filter(frontend => frontend.project === project.path)
      .flatMap(frontend => frontend.site?.output.value ?? []),
  ]
  const folders = [
    ...new Set([
      'coverage',
      'dist',
      ...outputs
        .map(folder => folder.replace(/^(?:\.\.\/)+/, ''))
        .filter(folder => /^[\w.@/-]+$/.test(folder) && !/^[./]*$|^src$/.test(folder)),
    ]),
  ].sort(byCodeUnit)
  const gitignore =
    ctx.ws.has(join(project.path, '.gitignore')) && rangeOf('eslint', contract)?.startsWith('^10') === true
  const inside = ctx.ws.files.filter(path => isInside(path, project.path))
  const packed = inside.some(path => path.endsWith('.min.js')) ? ['**/*.min.js'] : []
  return {
    tab: style.useTabs ? '\t' : ' '.repeat(style.tabWidth),
    quote: style.singleQuote ? "'" : '"',
    end: style.semi ? ';' : '',
    comma: style.trailingComma === 'all' ? ',' : '',
    typescript: project.packages.some(pkg => pkg.typescript),
    gitignore,
    ignored: [...(gitignore ? [] : folders.map(folder => `**/${folder}/`)), ...packed, ...loadTests(ctx, project)],
    browser:
      inside.some(path => /\.(html|jsx|tsx|ejs|hbs|pug)$/.test(path)) ||
      frontends.some(frontend => isInside(frontend.path, project.path)),
    commonjs: style.modules === 'commonjs',
  }
}

/** ESLint parses a file before it reads that it is to leave it alone: the module of a k6 script is none of CommonJS. */
function loadTests(ctx: Context, project: Project): readonly string[] {
  return project.path === '.' ? ownFiles(ctx, LOAD_TESTS).map(path => (path.endsWith('.js') ? path : `${path}/`)) : []
}
