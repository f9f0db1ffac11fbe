#!/usr/bin/env node
// Bundles the program into dist/: nothing is installed with the package, and `--help` loads one small file.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import { build } from 'esbuild'
import Handlebars from 'handlebars'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(root, 'dist')
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
rmSync(dist, { recursive: true, force: true })

/** What node-plop loads when it is imported and a run rarely needs: each is a file of its own, read at the first call of what is named here. */
const RARE = {
  handlebars: ['registerHelper', 'registerPartial', 'compile'],
  resolve: ['sync'],
  tinyglobby: ['globSync'],
}

const lazyParts = {
  name: 'lazy-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^inquirer$/ }, ({ importer }) =>
      ofPlop(importer) ? { path: path.join(root, 'scripts/lazy-inquirer.mjs') } : undefined,
    )
    onResolve({ filter: new RegExp(`^(${Object.keys(RARE).join('|')})$`) }, ({ importer, path: name }) =>
      ofPlop(importer) ? { path: name, namespace: 'rare' } : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'rare' }, ({ path: name }) => ({
      contents: `import { createRequire } from 'node:module'
const load = () => createRequire(import.meta.url)('./${name}.cjs')
${RARE[name].map(fn => `export const ${fn} = (...args) => load().${fn}(...args)`).join('\n')}
export default { ${RARE[name].join(', ')} }`,
    }))
  },
}

function ofPlop(importer) {
  return /[\\/]node-plop[\\/]/.test(importer)
}

/** Modules of src/engine that compile templates, with every template compiled: at run time only the small part that runs them is needed. */
const compiledTemplates = {
  name: 'compiled-templates',
  setup({ onLoad }) {
    for (const [name, contents] of Object.entries({ handlebars: handlebarsModule, ejs: ejsModule }))
      onLoad({ filter: new RegExp(`[\\\\/]src[\\\\/]engine[\\\\/]${name}\\.ts$`) }, ({ path: module }) => ({
        loader: 'js',
        resolveDir: root,
        contents: contents(JSON.parse(readFileSync(module.replace(/\.ts$/, '-options.json'), 'utf8'))),
      }))
  },
}

function handlebarsModule(options) {
  return `import runtime from 'handlebars/runtime.js'
export const handlebars = runtime.create()
const specs = ${compiledOf('.hbs', text => Handlebars.precompile(text, options))}
export const handlebarsTemplate = file => handlebars.template(specs[file])`
}

/** A template of EJS is the body of a function. */
function ejsModule(options) {
  const compile = (text, file) => {
    const template = new ejs.Template(text, { ...options, filename: file, compileDebug: false })
    template.compile()
    return `function (${options.localsName}, escapeFn) { ${template.source} }`
  }
  return `const bodies = ${compiledOf('.ejs', compile)}
export const ejsTemplate = (file, { escape }) => {
  const body = bodies[file]
  if (!body) throw new Error('template is missing: templates/' + file)
  return data => {
    try {
      return body(data, escape)
    } catch (error) {
      error.message = 'templates/' + file + ': ' + error.message
      throw error
    }
  }
}`
}

/** @returns text of an object with the code of each template, by its path below templates/ */
function compiledOf(extension, compile) {
  const templates = path.join(root, 'templates')
  const entries = readdirSync(templates, { recursive: true })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => file.endsWith(extension) && !file.startsWith('_'))
    .sort()
    .map(file => `${JSON.stringify(file)}: ${compile(readFileSync(path.join(templates, file), 'utf8'), file)}`)
  return `{ ${entries.join(',\n')} }`
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', plopfile: 'generators/plopfile.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // jsonc-parser's CommonJS build asks for its parts at run time
  mainFields: ['module', 'main'],
  // shorter names are a fortieth of a short run; a trace is read with the maps of a build of the same version
  minify: true,
  legalComments: 'none',
  metafile: true,
  plugins: [lazyParts, compiledTemplates],
  chunkNames: 'chunks/[name]-[hash]',
  define: { 'process.env.CREATE_PROD_READY_VERSION': JSON.stringify(version) },
  // packages in CommonJS call require() for built-in modules
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})

const { metafile: rare } = await build({
  absWorkingDir: root,
  entryPoints: Object.keys(RARE),
  outdir: 'dist/chunks',
  entryNames: '[name]',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})

/** Folder of the package that a bundled file belongs to. */
function packageOf(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
  return match?.[1]
}

const ALLOWED =
  /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|\(MIT OR CC0-1\.0\)|\(MIT AND CC-BY-3\.0\))$/
const notices = [
  ...new Set(
    Object.keys({ ...metafile.inputs, ...rare.inputs })
      .map(packageOf)
      .filter(Boolean),
  ),
]
  .sort()
  .map(folder => {
    const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
    const license = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type
    if (!ALLOWED.test(license ?? ''))
      throw new Error(`licence of ${manifest.name} is not on the list of permissive ones: ${license}`)
    const file = readdirSync(path.join(root, folder)).find(name => /^(licen[cs]e|copying)/i.test(name))
    const text =
      file && existsSync(path.join(root, folder, file))
        ? readFileSync(path.join(root, folder, file), 'utf8').trim()
        : `Licence: ${license}`
    return `## ${manifest.name} ${manifest.version} (${license})\n\n${text}\n`
  })
writeFileSync(
  path.join(dist, 'THIRD-PARTY-LICENSES.txt'),
  `Packages that are bundled into this program.\n\n${notices.join('\n')}`,
)
writeFileSync(
  path.join(dist, 'plopfile.d.ts'),
  "import type { NodePlopAPI } from 'node-plop'\n/** Registers every artifact as a plop generator: `await plop.load('create-prod-ready')`. */\nexport default function (plop: NodePlopAPI): Promise<void>\n",
)
chmodSync(path.join(dist, 'cli.js'), 0o755)
console.log(`built ${Object.keys(metafile.outputs).length} files, ${notices.length} packages bundled`)
