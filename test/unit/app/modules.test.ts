import { beforeAll, describe, expect, it } from 'vitest'
import { DETECTORS } from '../../../src/contract/app/frameworks/index.ts'
import type { AppFramework, ModuleData } from '../../../src/contract/app/types.ts'
import { childrenOf, readScript, sourceOf } from '../../../src/detect/source/script.ts'
import { nodesBelow } from '../../../src/detect/source/script-nodes.ts'
import { part } from '../../../src/artifact/index.ts'
import { joinParts } from '../../../src/engine/join-parts.ts'
import { loadGrammars } from '../../../src/text/grammars.ts'
import { memory } from '../../../src/workspace/index.ts'
import { featuresIn } from '../../../src/detect/services/app-module.ts'

const NODE = (DETECTORS as readonly AppFramework[]).filter(({ kind }) => kind === 'express' || kind === 'fastify')
const STYLE = {
  semi: false,
  singleQuote: true,
  useTabs: false,
  tabWidth: 2,
  printWidth: 120,
  trailingComma: 'all',
} as const
const NEED = { name: 'postgres', variable: 'DATABASE_URL', port: 5432, optional: false }

interface Circumstance {
  readonly name: string
  readonly data: Partial<ModuleData>
}

const CIRCUMSTANCES: readonly Circumstance[] = [
  { name: 'nothing of its own', data: {} },
  { name: 'a database', data: { needs: [NEED] } },
  { name: 'its own shutdown', data: { own: ['drain'], needs: [NEED] } },
  { name: 'its own path for liveness', data: { live: false } },
  { name: 'its own path for readiness', data: { ready: false, needs: [NEED] } },
  {
    name: 'pages, uploads, Express 4',
    data: { traits: { pages: true, largeBodies: true, rejections: true, notFound: true } },
  },
]

async function moduleOf(
  { kind, order, always }: AppFramework,
  features: readonly string[],
  dialect: ModuleData['dialect'],
  more: Partial<ModuleData>,
): Promise<string> {
  const own = more.own ?? []
  const data: ModuleData = {
    ...{ order, always: always.filter(name => !own.includes(name)), dialect, style: STYLE, own, needs: [], traits: {} },
    ...{ live: true, ready: true, probes: ['/health', '/ready', '/metrics'], required: ['DATABASE_URL'], ...more },
  }
  const ending = dialect === 'typescript' ? 'ts' : dialect === 'esm' ? 'mjs' : 'cjs'
  const parts = features.map(name => ({
    artifact: `observability/${name}`,
    output: part(`prod-ready.${ending}`, name, `app/${kind}`, data),
  }))
  return (await joinParts(memory({}), parts))[0]?.text ?? ''
}

/** Each part alone, each two, all but one, and all. */
function choices(all: readonly string[]): readonly (readonly string[])[] {
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map(b => [a, b]))
  return [...all.map(name => [name]), ...pairs, ...all.map(name => all.filter(other => other !== name)), all]
}

/** @returns the names at the top of a module that nothing else in it mentions */
function idleNames(path: string, text: string): readonly string[] {
  const script = readScript(path, text)
  const names = childrenOf(script.top).flatMap(node => {
    if (node.name === 'ImportDeclaration')
      return [...sourceOf(script, node).matchAll(/(?<=[{,]\s*(?:type )?)(\w+)(?=\s*[,}])/g)].map(
        match => match[1] ?? '',
      )
    return /^(FunctionDeclaration|VariableDeclaration)$/.test(node.name)
      ? node.getChildren('VariableDefinition').map(name => sourceOf(script, name))
      : []
  })
  return names.filter(
    name => name !== 'harden' && (text.match(new RegExp(`(?<![\\w.'-])${name}\\b`, 'g')) ?? []).length < 2,
  )
}

/** @returns modules imported under one name whose members nothing uses, and lists that tools sort in different ways */
function doubtfulImports(text: string): readonly string[] {
  const idle = [...text.matchAll(/^import .*\* as (\w+)/gm)].filter(([, name = '']) => !text.includes(`${name}.`))
  const mixed = [...text.matchAll(/^import [^{\n]*\{([^}]*)\}/gm)].filter(([, list = '']) => {
    const names = list.split(',').flatMap(name => name.trim() || [])
    const by = (key: (name: string) => string): string => [...names].sort((a, b) => (key(a) < key(b) ? -1 : 1)).join()
    return new Set([names.join(), by(name => name), by(name => name.toLowerCase())]).size > 1
  })
  return [...idle, ...mixed].map(([line]) => line)
}

beforeAll(() => loadGrammars(['a.ts'], ['javascript']))

describe.each(NODE)('the module of $kind', framework => {
  it.each(CIRCUMSTANCES)(
    'parses with every choice of parts, and has nothing that it does not use: $name',
    async ({ data }) => {
      const all = choices(framework.features)
      for (const features of data.needs && !data.own ? all : all.filter(({ length }) => length !== 2)) {
        const text = await moduleOf(framework, features, 'typescript', data)
        expect([features, readScript('a.ts', text).hasErrors]).toEqual([features, false])
        expect([features, idleNames('a.ts', text).filter(name => name !== 'options' && name !== 'logger')]).toEqual([
          features,
          [],
        ])
        expect([features, doubtfulImports(text)]).toEqual([features, []])
        expect(text).not.toMatch(/[⟦⟧]|\/\/#|<%|undefined\b.*<%/)
      }
    },
  )

  it('is the same program without types, as either kind of module', async () => {
    const esm = await moduleOf(framework, framework.features, 'esm', { needs: [NEED] })
    expect(esm).not.toMatch(/import type|: (string|number|void)\b(?!.*['`])/)
    expect(readScript('a.mjs', esm).hasErrors).toBe(false)
    const commonjs = await moduleOf(framework, framework.features, 'commonjs', { needs: [NEED] })
    expect(commonjs).toMatch(/^'use strict'$/m)
    expect(commonjs).toMatch(/^module\.exports = \{ harden, /m)
    expect(commonjs).not.toMatch(/^(import|export) /m)
  })

  it('imports what lists of the globals of Node often leave out', async () => {
    const text = await moduleOf(framework, framework.features, 'esm', { needs: [NEED] })
    const script = readScript('prod-ready.mjs', text)
    const lacking = /^(setImmediate|clearImmediate|queueMicrotask|structuredClone|performance|fetch|AbortController)$/
    const names = nodesBelow(script.top, /^VariableName$/).map(node => sourceOf(script, node))
    expect(names.filter(name => lacking.test(name) && !script.bindings.has(name))).toEqual([])
  })

  it('shows its parts to those who look for them', async () => {
    for (const features of choices(framework.features).filter(({ length }) => length !== 2)) {
      const text = await moduleOf(framework, features, 'esm', { needs: [NEED] })
      const wanted = [...features, 'limits', 'drain']
      expect([...featuresIn(text)].sort()).toEqual(
        wanted.filter(name => name !== 'configuration' || features.includes(name)).sort(),
      )
    }
  })
})
