import type { Json } from '../../../src/edit/types.ts'
import { isList, isObject, type Dice, type JsonObject } from './documents.ts'

/** Writes values down as many people would: indented or on one line, with comments, blank lines and quotes of every kind. */

/** @param strict no comments and no commas at the end */
export function printJson(root: JsonObject, roll: Dice, strict: boolean): string {
  const unit = ['  ', '    ', '\t'][roll(3)] ?? ''
  const colon = roll(4) ? ': ' : ':'
  const note = (indent: string): string => (!strict && roll(6) === 0 ? `${indent}// note ${String(roll(9))}\n` : '')
  const print = (v: Json, indent: string, flat: boolean): string => {
    const list = isList(v)
    if (!list && !isObject(v)) return JSON.stringify(v)
    const inner = indent + unit
    const one = flat || roll(3) === 0
    const entries = list
      ? v.map((i: Json) => ['', i] as const)
      : Object.entries(v).map(([k, i]) => [JSON.stringify(k) + colon, i] as const)
    const items = entries.map(([k, i]) => k + print(i, inner, one))
    const [open, close] = list ? ['[', ']'] : ['{', '}']
    if (items.length === 0)
      return open + (['', '', ' ', `\n${indent}`, strict ? '' : ' /* none */ '][roll(5)] ?? '') + close
    const comma = !strict && roll(4) === 0 ? ',' : ''
    if (one)
      return roll(2) ? `${open} ${items.join(', ')}${comma} ${close}` : `${open}${items.join(',')}${comma}${close}`
    const lines = items.map((item, i) => {
      const tail = (i < items.length - 1 ? ',' : comma) + (!strict && roll(6) === 0 ? ' // tail' : '')
      return `${roll(6) ? '' : '\n'}${note(inner)}${inner}${item}${tail}\n`
    })
    return `${open}\n${lines.join('')}${note(inner)}${indent}${close}`
  }
  return note('') + print(root, '', false) + (roll(4) ? '\n' : '')
}

export function printYaml(root: JsonObject, roll: Dice): string {
  const unit = roll(3) ? 2 : 4
  const dashes = roll(2) ? unit : 0
  let anchors = 0
  const pad = (n: number): string => ' '.repeat(n)
  const tail = (): string => (roll(6) === 0 ? ' # tail' : '')
  const note = (n: number): string => {
    if (roll(5) === 0) return `${roll(2) ? '\n' : ''}${pad(n)}# note ${String(roll(9))}\n`
    return roll(7) === 0 ? '\n' : ''
  }
  const quoted = (s: string): string =>
    roll(2) && !s.includes('\n') ? `'${s.replaceAll("'", "''")}'` : JSON.stringify(s)
  const word = (v: Json): string => {
    if (typeof v !== 'string') return JSON.stringify(v)
    return /^[a-z][a-z ]*[a-z]$/.test(v) && v !== 'no' && roll(2) ? v : quoted(v)
  }
  const flow = (v: Json): string => {
    if (isList(v)) return roll(2) ? `[${v.map(flow).join(', ')}]` : `[ ${v.map(flow).join(',')} ]`
    if (!isObject(v)) return word(v)
    const items = Object.entries(v).map(([k, i]) => `${quoted(k)}: ${flow(i)}`)
    return roll(2) ? `{ ${items.join(', ')} }` : `{${items.join(', ')}}`
  }
  const entry = (k: string, v: Json, n: number): string => {
    const name = `${/^[a-z][a-z-]*$/.test(k) ? k : quoted(k)}:`
    if (v === null && roll(2)) return `${name}${tail()}\n`
    if (v === 'l1\nl2\n') return `${name} |${tail()}\n${pad(n + unit)}l1\n${pad(n + unit)}l2\n`
    if (v === 'x\n\n') return `${name} |+\n${pad(n + unit)}x\n\n`
    if (isList(v) && v.length > 0 && roll(3)) {
      const anchor = roll(6) === 0
      if (anchor) anchors++
      return `${name}${anchor ? ' &list' : ''}${tail()}\n${list(v, n + dashes)}`
    }
    if (isObject(v) && Object.keys(v).length > 0 && roll(3)) return `${name}${tail()}\n${map(v, n + unit)}`
    return `${name} ${flow(v)}${tail()}\n`
  }
  const map = (v: JsonObject, n: number): string =>
    Object.entries(v)
      .map(([k, i]) => `${note(n)}${pad(n)}${entry(k, i, n)}`)
      .join('')
  const list = (v: readonly Json[], n: number): string => v.map(i => `${note(n)}${pad(n)}- ${item(i, n + 2)}`).join('')
  const item = (v: Json, n: number): string =>
    isObject(v) && Object.keys(v).length > 0 && roll(3)
      ? map(v, n).replace(/^(?:\s*#.*\n|\n)*\s*/, '')
      : `${flow(v)}${tail()}\n`
  const empty = Object.keys(root).length === 0
  const head = ['', '', '---\n', '# head\n', '# head\n\n', '%YAML 1.2\n---\n'][roll(6)] ?? ''
  const block = !empty && roll(9) > 0
  const body = block ? map(root, 0) : empty && roll(2) ? '' : `${flow(root)}\n`
  const shared = block && anchors > 0 ? 'ref: *list\n' : ''
  const end = ['', '', '', '\n\n', '...\n', '---\nother: 1\n'][roll(6)] ?? ''
  const text = head + body + shared + end
  return roll(4) ? text : text.replace(/\n$/, '')
}

export function printToml(root: JsonObject, roll: Dice): string {
  const name = (k: string): string => (/^[A-Za-z0-9_-]+$/.test(k) ? k : JSON.stringify(k))
  const word = (v: Json): string => {
    if (typeof v !== 'string') return JSON.stringify(v)
    return roll(2) && !v.includes("'") && !v.includes('\n') ? `'${v}'` : JSON.stringify(v)
  }
  const flat = (v: Json): string => {
    if (isList(v)) return `[${v.map(flat).join(', ')}]`
    if (!isObject(v)) return word(v)
    const items = Object.entries(v).map(([k, i]) => `${name(k)} = ${flat(i)}`)
    if (items.length === 0) return roll(2) ? '{}' : '{ }'
    return roll(2) ? `{ ${items.join(', ')} }` : `{${items.join(', ')}}`
  }
  const inline = (v: Json): string =>
    isList(v) && v.length > 0 && roll(4) === 0 ? `[${v.map(i => `\n  ${flat(i)}, # each`).join('')}\n]` : flat(v)
  const note = (): string => (roll(5) === 0 ? `# note ${String(roll(9))}\n` : '')
  const line = (k: string, v: Json): string =>
    `${note()}${roll(9) ? '' : '  '}${k} = ${inline(v)}${roll(5) ? '' : ' # tail'}\n`
  const tables: string[] = []
  const body = (v: JsonObject, path: string): string => {
    const lines: string[] = []
    for (const [k, i] of Object.entries(v)) {
      const full = path ? `${path}.${name(k)}` : name(k)
      const items: readonly Json[] = isList(i) ? i : []
      if (isObject(i) && roll(3)) table(full, i, false)
      else if (isObject(i) && Object.keys(i).length > 0 && roll(2))
        lines.push(...Object.entries(i).map(([kk, ii]) => line(`${name(k)}.${name(kk)}`, ii)))
      else if (items.length > 0 && items.every(isObject) && roll(2)) for (const each of items) table(full, each, true)
      else lines.push(line(name(k), i))
    }
    return lines.join('')
  }
  const table = (path: string, v: JsonObject, list: boolean): void => {
    const at = tables.push('') - 1
    const inner = body(v, path)
    const head = `${roll(4) ? '\n' : ''}${note()}${list ? `[[${path}]]` : `[${path}]`}${roll(7) ? '' : ' # tail'}\n`
    tables[at] = `${head}${roll(9) ? '' : '\n'}${inner}${roll(8) ? '' : '# end\n'}`
  }
  const top = body(root, '')
  const all = (roll(4) ? '' : '# head\n\n') + top + tables.join('') + (roll(5) ? '' : '\n')
  return roll(4) ? all : all.replace(/\n$/, '')
}
