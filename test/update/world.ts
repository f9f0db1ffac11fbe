import { renameSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { RECORD } from '../../src/apply/journal.ts'
import { undo } from '../../src/apply/undo.ts'
import { readState } from '../../src/apply/state.ts'
import type { PlanInput } from '../../src/plan/build.ts'
import { own } from '../../src/plan/json.ts'
import { copyOf, discard, drop, fastDisk, get, put, run, sandbox, tree } from '../unit/apply/sandbox.ts'
import { ARTIFACTS, NAMES, PATHS, render, type Name } from './artifacts.ts'

/** A repository with a user and several versions of a few artifacts, and what must hold whatever both do. */
export class World {
  readonly root: string
  readonly #versions = new Map<Name, number>()
  readonly #added = new Set<Name>()
  /** Paths that the user deleted, and the artifact may not bring back. */
  readonly #deleted = new Set<string>()
  #tokens = 0
  #answer = 0

  constructor(files: Readonly<Record<string, string>>) {
    this.root = sandbox(files)
  }

  bump(name: Name): void {
    this.#versions.set(name, this.#version(name) + 1)
  }

  answer(): void {
    this.#answer++
  }

  add(name: Name): void {
    this.#added.add(name)
    this.#step({ rendered: this.#rendered([name]), scope: [ARTIFACTS[name].id] })
  }

  update(): void {
    const names = NAMES.filter(name => this.#added.has(name))
    this.#step({ rendered: this.#rendered(names), scope: names.map(name => ARTIFACTS[name].id) })
  }

  remove(name: Name): void {
    const id = ARTIFACTS[name].id
    this.#added.delete(name)
    this.#step({ scope: [id], remove: [id] })
    for (const file of ARTIFACTS[name].paths) this.#deleted.delete(file)
  }

  undo(): void {
    const before = this.#snapshot()
    const mine = new Set(Object.keys(readState(this.root).manifest.files))
    undo(this.root, fastDisk())
    this.#check(before)
    const now = readState(this.root).manifest
    for (const name of NAMES) {
      if (now.artifacts.includes(ARTIFACTS[name].id)) this.#added.add(name)
      else this.#added.delete(name)
    }
    for (const file of mine) if (!own(now.files, file)) this.#deleted.delete(file)
    expect(undo(this.root, fastDisk()), 'undo twice').toBeUndefined()
  }

  /** The user writes a line of their own. */
  insert(file: string, at: number): void {
    this.#edit(file, lines => lines.splice(Math.min(at, lines.length), 0, ...this.#line(file, at < lines.length)))
  }

  /** The user replaces a line by their own. */
  replace(file: string, at: number): void {
    if (file.endsWith('.json')) return
    this.#edit(file, lines => lines.splice(at % lines.length, 1, ...this.#line(file, true)))
  }

  cut(file: string, at: number): void {
    if (file.endsWith('.json')) return
    this.#edit(file, lines => lines.splice(at % lines.length, 1))
  }

  /** The user changes a value of ours in JSON. */
  revalue(file: string): void {
    const text = get(this.root, file)
    if (text !== undefined && file.endsWith('.json'))
      put(this.root, file, text.replace(/"v\d+"/, `"user-${++this.#tokens}"`))
  }

  delete(file: string): void {
    if (get(this.root, file) === undefined) return
    drop(this.root, file)
    this.#forget(file)
  }

  rename(file: string): void {
    const to = `${file}.moved-${++this.#tokens}`
    if (get(this.root, file) === undefined) return
    renameSync(path.join(this.root, file), path.join(this.root, to))
    this.#forget(file)
  }

  /** A file that was never ours may be made later. */
  #forget(file: string): void {
    if (own(readState(this.root).manifest.files, file)) this.#deleted.add(file)
  }

  crlf(file: string): void {
    const text = get(this.root, file)
    if (text !== undefined) put(this.root, file, text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))
  }

  chop(file: string): void {
    const text = get(this.root, file)
    if (text !== undefined) put(this.root, file, text.replace(/\r?\n$/, ''))
  }

  #version(name: Name): number {
    return this.#versions.get(name) ?? 0
  }

  #rendered(names: readonly Name[]): PlanInput['rendered'] {
    return names.flatMap(name => render(name, this.#version(name), this.#answer))
  }

  #line(file: string, comma: boolean): readonly string[] {
    const token = `user-${++this.#tokens}`
    if (file.endsWith('.json')) return comma ? [`  "${token}": 1,`] : []
    return [file === '.gitignore' ? token : `# ${token}`]
  }

  #edit(file: string, change: (lines: string[]) => void): void {
    const text = get(this.root, file)
    if (text === undefined || text === '') return
    const eol = text.includes('\r\n') ? '\r\n' : '\n'
    const end = text.endsWith(eol) ? eol : ''
    const lines = (end === '' ? text : text.slice(0, -eol.length)).split(eol)
    // In JSON only the place behind the first bracket is always free.
    if (file.endsWith('.json')) lines.splice(1, 0, ...this.#line(file, true))
    else change(lines)
    put(this.root, file, lines.join(eol) + end)
  }

  #snapshot(): Snapshot {
    return { files: tree(this.root), record: get(this.root, RECORD) }
  }

  #step(input: Partial<PlanInput>): void {
    const before = this.#snapshot()
    const start = copyOf(this.root)
    const config = `answers:\n  n: ${this.#answer}\n`
    const wrote = run(this.root, input, { config })
    this.#check(before)
    const after = tree(this.root)
    expect(run(this.root, input, { config }), 'a second run writes nothing').toBe(false)
    expect(tree(this.root)).toEqual(after)
    if (!wrote) expect(after, 'a run that writes nothing').toEqual(before.files)
    else if (get(this.root, RECORD) !== before.record) this.#undoes(start)
    discard(start)
  }

  /** Undo of a run that nobody touched gives everything back but the record of the run before it. */
  #undoes(start: string): void {
    const copy = copyOf(this.root)
    undo(copy, fastDisk())
    const strip = (root: string): unknown =>
      Object.fromEntries(
        Object.entries(tree(root)).filter(([file]) => !file.startsWith('.prod-ready/undo') && file !== '.prod-ready/'),
      )
    expect(strip(copy)).toEqual(strip(start))
    discard(copy)
  }

  #check(before: Snapshot): void {
    const after = tree(this.root)
    for (const file of this.#deleted) expect(after[file], `${file} was deleted by the user`).toBeUndefined()
    for (const [file, text] of Object.entries(before.files).filter(([file]) => !file.startsWith('.prod-ready')))
      checkFile(file, text, after[file])
  }
}

interface Snapshot {
  readonly files: Readonly<Record<string, string>>
  readonly record: string | undefined
}

/** What the user wrote is there, in the line ends of the user. */
function checkFile(file: string, before: string, after: string | undefined): void {
  for (const token of before.match(/\buser-\d+\b/g) ?? [])
    expect(after ?? '', `${token} in ${file}`).toMatch(new RegExp(`${token}\\b`))
  if (after === undefined || !before.includes('\n')) return
  const lone = (text: string): boolean => /(^|[^\r])\n/.test(text)
  if (!lone(before)) expect(lone(after), `${file} has CRLF line ends`).toBe(false)
  if (!before.includes('\r\n')) expect(after, `${file} has LF line ends`).not.toContain('\r\n')
  if (!before.endsWith('\n') && PATHS.includes(file) && !file.startsWith('.git'))
    expect(after.endsWith('\n'), `${file} has no final newline`).toBe(false)
}
