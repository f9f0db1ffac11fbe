import { createPrompt, isBackspaceKey, isDownKey, isEnterKey, isSpaceKey, isUpKey, useKeypress, useState } from '@inquirer/core'
import pc from 'picocolors'
import { visible } from './diff.ts'

/** One line of the list: an artifact that can be chosen. */
export interface PickerRow {
  readonly id: string
  readonly category: string
  readonly title: string
  /** How many files it would write. */
  readonly files: number
  readonly selected: boolean
  /** Why it stands as it does: shown for the row under the cursor. */
  readonly note: string
}

export interface PickerConfig {
  readonly message: string
  readonly rows: readonly PickerRow[]
  /** Rows of the list that fit on the screen. */
  readonly pageSize: number
  readonly width: number
}

/** Thrown by prompts when the person presses Escape. */
export class Escaped extends Error {
  override readonly name = 'Escaped'
}

/**
 * One list of all artifacts, grouped by category, preselected and searchable: typing filters, space chooses, tab chooses all that is shown,
 * Enter goes on. @returns ids of the chosen rows
 */
export const picker = createPrompt<readonly string[], PickerConfig>((config, done) => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(config.rows.filter(r => r.selected).map(r => r.id)))
  const [query, setQuery] = useState('')
  const [cursor, setCursor] = useState(0)
  const [status, setStatus] = useState<'open' | 'done'>('open')
  const shown = config.rows.filter(row => matches(row, query))
  const at = Math.min(cursor, Math.max(0, shown.length - 1))

  useKeypress((key, readline) => {
    readline.clearLine(0)
    if (isEnterKey(key)) {
      setStatus('done')
      done(config.rows.filter(r => chosen.has(r.id)).map(r => r.id))
    } else if (isUpKey(key)) setCursor(at === 0 ? Math.max(0, shown.length - 1) : at - 1)
    else if (isDownKey(key)) setCursor(at + 1 >= shown.length ? 0 : at + 1)
    else if (isSpaceKey(key)) setChosen(toggled(chosen, shown.slice(at, at + 1)))
    else if (key.name === 'tab') setChosen(toggled(chosen, shown))
    else if (isBackspaceKey(key)) setQuery(query.slice(0, -1))
    else {
      const { sequence } = key as { sequence?: string }
      if (sequence !== undefined && /^[\w/:. -]$/.test(sequence)) {
        setQuery(query + sequence)
        setCursor(0)
      }
    }
  })

  if (status === 'done') return `${config.message} ${pc.cyan(`${chosen.size} chosen`)}`
  return [headOf(config, query, chosen.size), [...pageOf(config, shown, chosen, at), helpOf(config.width)].join('\n')]
})

function matches(row: PickerRow, query: string): boolean {
  return `${row.category} ${row.id} ${row.title}`.toLowerCase().includes(query.toLowerCase())
}

/** All of `rows` are chosen, or, when they all are already, none. */
function toggled(chosen: ReadonlySet<string>, rows: readonly PickerRow[]): ReadonlySet<string> {
  const ids = rows.map(r => r.id)
  const every = ids.every(id => chosen.has(id))
  return every ? new Set([...chosen].filter(id => !ids.includes(id))) : new Set([...chosen, ...ids])
}

function headOf(config: PickerConfig, query: string, count: number): string {
  return `${pc.bold(config.message)} ${pc.dim(`${count} of ${config.rows.length}`)} ${query ? pc.cyan(query) : pc.dim('type to search')}`
}

function pageOf(config: PickerConfig, shown: readonly PickerRow[], chosen: ReadonlySet<string>, at: number): string[] {
  if (shown.length === 0) return [pc.dim('  nothing matches')]
  const first = Math.max(0, Math.min(at - Math.floor(config.pageSize / 2), shown.length - config.pageSize))
  const page = shown.slice(first, first + config.pageSize)
  const lines = page.flatMap((row, i) => {
    const heading = row.category === page[i - 1]?.category ? [] : [pc.dim(row.category)]
    return [...heading, rowOf(row, chosen.has(row.id), first + i === at, config.width)]
  })
  const note = shown[at]?.note ?? ''
  return [...lines, pc.dim(cut(`  ${visible(note)}`, config.width))]
}

function rowOf(row: PickerRow, on: boolean, active: boolean, width: number): string {
  const files = row.files === 1 ? '1 file' : `${row.files} files`
  const text = cut(`${active ? '❯' : ' '} ${on ? '◉' : '◯'} ${visible(row.title)} (${files})`, width)
  return active ? pc.cyan(text) : on ? text : pc.dim(text)
}

function helpOf(width: number): string {
  return pc.dim(cut('  ↑↓ move · space choose · tab all · enter go on · esc leave', width))
}

function cut(text: string, width: number): string {
  return text.length < width ? text : `${text.slice(0, Math.max(1, width - 2))}…`
}
