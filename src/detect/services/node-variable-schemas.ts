import type { SyntaxNode } from '@lezer/common'
import { lineAt } from '../../text/lines.ts'
import {
  argumentsOf,
  calleeOf,
  childrenOf,
  dotted,
  literalText,
  partsOf,
  propertyKey,
  propertyValue,
  sourceOf,
  type Script,
} from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import type { ScriptCode } from '../source/script-code.ts'
import { Evaluator } from '../source/script-values.ts'
import { optionOf } from '../source/value.ts'
import type { Reading } from './variables.ts'

const NAME = /^[A-Z][A-Z0-9_]*$/
/** Calls whose argument describes variables, by the last two words. */
const SCHEMA = /(?:^|\.)(?:(?:strict|loose)?[oO]bject|Object|keys|shape|extend|merge|looseObject|\w*[eE]nv\w*)$/
const LIBRARY = /^(?:z|zod|Joi|joi|yup|v|valibot|Type|S|t|s|ak|type|coerce)$/
/** Functions of envalid, plain or behind its name. */
const VALIDATOR = /^(?:\w+\.)?(?:str|num|bool|port|host|url|json|email|makeValidator)$/

type Said = Pick<Reading, 'fallback' | 'required'>

/** @returns the variables that schemas in a file describe: zod, joi, yup, valibot, typebox, envalid, convict, JSON schema, classes with decorators */
export function schemaReadings(code: ScriptCode, script: Script): readonly Reading[] {
  const evaluator = new Evaluator(code)
  const found: Reading[] = []
  const add = (name: string, node: SyntaxNode, said: Said): void => {
    const evidence = code.view.evidence(script.path, lineAt(script.text, node.from), 'variable in a schema')
    found.push({ name, evidence, certainty: 'likely', isSchema: true, ...said })
  }
  const isAboutEnvironment = /env/i.test(script.text)
  for (const node of nodesOf(script, 'ClassDeclaration', 'ObjectExpression')) {
    if (node.name === 'ClassDeclaration') {
      if (isAboutEnvironment) decorated(script, node, add)
      continue
    }
    const call = node.parent?.name === 'ArgList' ? node.parent.parent : null
    const called = call ? (dotted(script, calleeOf(call)) ?? '') : ''
    if (isAboutEnvironment && SCHEMA.test(called)) described({ script, evaluator, add }, node, called)
    jsonSchema({ script, evaluator, add }, node)
    convict({ script, evaluator, add }, node)
  }
  return found
}

interface Reader {
  readonly script: Script
  readonly evaluator: Evaluator
  readonly add: (name: string, node: SyntaxNode, said: Said) => void
}

/** `z.object({ PORT: z.coerce.number().default(3000) })`, `createEnv({ server: { … } })` */
function described(reader: Reader, object: SyntaxNode, called: string): void {
  const { script, add } = reader
  for (const property of object.getChildren('Property')) {
    const key = propertyKey(script, property)
    const value = propertyValue(property)
    if (key === undefined || !value) continue
    if (value.name === 'ObjectExpression' && called.endsWith('createEnv') && /^(server|client|shared)$/.test(key))
      described(reader, value, called)
    else if (NAME.test(key)) {
      const said = saidOf(reader, value)
      if (said) add(key, property, said)
    }
  }
}

/** What a description says; undefined where it is none. */
function saidOf({ script, evaluator }: Reader, value: SyntaxNode): Said | undefined {
  const chain = dotted(script, value) ?? ''
  const [root = '', ...methods] = chain.split('.')
  if (VALIDATOR.test(chain) && !LIBRARY.test(root) && value.name === 'CallExpression') {
    const [options] = argumentsOf(value)
    const fallback = options && (optionOf(script, options, 'default') ?? optionOf(script, options, 'devDefault'))
    const isDefault = options !== undefined && optionOf(script, options, 'default') !== undefined
    return { ...textOf(evaluator, script, isDefault ? fallback : undefined), required: !isDefault }
  }
  if (!LIBRARY.test(root) && !isSchemaName(script, root)) return undefined
  const source = sourceOf(script, value)
  const fallback = argumentOf(script, value, /^(default|catch|prefault|fallback)$/) ?? defaultOption(script, value)
  const isOptional = /\b(?:optional|nullish|undefinedable|Optional|exactOptional|stringOptional)\b|\bundefined\(/.test(
    source,
  )
  // Joi does without unless it is told otherwise.
  const insists = /^[jJ]oi$|^yup$/.test(root) ? methods.includes('required') : !isOptional
  return {
    ...textOf(evaluator, script, fallback),
    required: insists && !fallback && !/\.(?:default|catch|prefault)\(/.test(source),
  }
}

/** `Type.Number({ default: 3000 })` */
function defaultOption(script: Script, value: SyntaxNode): SyntaxNode | undefined {
  const options = value.name === 'CallExpression' ? argumentsOf(value).at(-1) : undefined
  return options?.name === 'ObjectExpression' ? optionOf(script, options, 'default') : undefined
}

/** `const Port = z.number()` used in a schema of the same file. */
function isSchemaName(script: Script, name: string): boolean {
  const binding = script.bindings.get(name)
  if (binding?.kind === 'import') return /zod|joi|yup|valibot|typebox|arktype|schema/i.test(binding.module)
  const root = binding?.kind === 'value' ? (dotted(script, binding.node) ?? '').split('.')[0] : undefined
  return root !== undefined && LIBRARY.test(root)
}

function textOf(evaluator: Evaluator, script: Script, node: SyntaxNode | undefined): Pick<Said, 'fallback'> {
  const value = evaluator.evaluate(script, node)?.literal
  return value === undefined ? {} : { fallback: String(value) }
}

/** The first argument of a call in a chain: `3000` of `z.number().default(3000).optional()` */
function argumentOf(script: Script, chain: SyntaxNode, method: RegExp): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = chain; at; at = at.firstChild) {
    if (at.name !== 'CallExpression') continue
    const name = dotted(script, calleeOf(at))?.split('.').at(-1)
    if (name !== undefined && method.test(name)) return argumentsOf(at).at(name === 'fallback' ? 1 : 0)
  }
  return undefined
}

/** `{ type: 'object', required: ['PORT'], properties: { PORT: { type: 'number', default: 3000 } } }` */
function jsonSchema({ script, evaluator, add }: Reader, object: SyntaxNode): void {
  const properties = optionOf(script, object, 'properties')
  if (properties?.name !== 'ObjectExpression') return
  const list = optionOf(script, object, 'required')
  const required = new Set(list ? partsOf(list).flatMap(part => literalText(script, part) ?? []) : [])
  for (const property of properties.getChildren('Property')) {
    const key = propertyKey(script, property)
    const value = propertyValue(property)
    if (key === undefined || !NAME.test(key) || key.length < 2 || value?.name !== 'ObjectExpression') continue
    const fallback = optionOf(script, value, 'default')
    add(key, property, { ...textOf(evaluator, script, fallback), required: required.has(key) && !fallback })
  }
}

/** `{ format: 'port', default: 3000, env: 'PORT' }` */
function convict({ script, evaluator, add }: Reader, object: SyntaxNode): void {
  const variable = optionOf(script, object, 'env')
  const name = variable && literalText(script, variable)
  const fallback = optionOf(script, object, 'default')
  if (name === undefined || !NAME.test(name) || !(fallback ?? optionOf(script, object, 'format'))) return
  const isNull = fallback?.name === 'null' || (fallback && sourceOf(script, fallback) === 'null')
  const isNullable = optionOf(script, object, 'nullable') !== undefined
  add(name, object, {
    ...textOf(evaluator, script, fallback),
    required: isNull === true && !isNullable && optionOf(script, object, 'format') !== undefined,
  })
}

/** `class Settings { @IsInt() @IsOptional() PORT: number }` */
function decorated(script: Script, node: SyntaxNode, add: Reader['add']): void {
  for (const property of node.getChild('ClassBody')?.getChildren('PropertyDeclaration') ?? []) {
    const key = property.getChild('PropertyDefinition')
    const name = key && sourceOf(script, key)
    const decorators = childrenOf(property)
      .filter(child => child.name === 'Decorator')
      .map(child => sourceOf(script, child))
    if (
      !name ||
      !NAME.test(name) ||
      !decorators.some(text => /^@(?:Is|Min|Max|Validate|Allow|Matches|Expose)/.test(text))
    )
      continue
    const value = partsOf(property).find(part => part.from > key.to && !/^(?:Type|Optional)/.test(part.name))
    const isSet = value && sourceOf(script, property).includes('=')
    const fallback = isSet ? literalText(script, value) : undefined
    add(name, property, {
      ...(fallback === undefined ? {} : { fallback }),
      required: !isSet && !decorators.some(text => /^@(?:IsOptional|ValidateIf)/.test(text)),
    })
  }
}
