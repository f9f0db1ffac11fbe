import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  useKeypress,
  useState,
} from '@inquirer/core'
import type { Terminal } from './terminal.ts'
import { visible } from './visible.ts'
import { cut, wrap } from './wrap.ts'

/** One line of the list: an artifact that can be chosen. */
export interface PickerRow {
  readonly id: string
  readonly category: string
  readonly title: string
  /** How much it would write, and whether that is the user's own code. */
  readonly size: string
  readonly selected: boolean
  /** Why it stands as it does: shown for the row under the cursor. */
  readonly note: string
}

export interface PickerConfig {
  readonly message: string
  readonly rows: readonly PickerRow[]
  readonly terminal: Pick<Terminal, 'color' | 'width' | 'rows'>
}

/** What one key press changes. */
interface View {
  readonly chosen: ReadonlySet<string>
  readonly query: string
  /** Place of the cursor among the rows that are shown. */
  readonly at: number
}

/**
 * One list of all artifacts, grouped by category, preselected and searchable: typing filters, space chooses, tab chooses all that is shown,
 * Enter goes on. @returns ids of the chosen rows, in the order of the list
 */
export const picker = createPrompt<readonly string[], PickerConfig>((config, done) => {
  const [view, setView] = useState<View>({
    chosen: new Set(config.rows.filter(row => row.selected).map(row => row.id)),
    query: '',
    at: 0,
  })
  const [open, setOpen] = useState(true)
  const shown = config.rows.filter(row => matches(row, view.query))

  useKeypress((key, readline) => {
    readline.clearLine(0)
    if (isEnterKey(key)) {
      setOpen(false)
      done(config.rows.filter(row => view.chosen.has(row.id)).map(row => row.id))
    } else if (isUpKey(key)) setView({ ...view, at: (view.at + shown.length - 1) % Math.max(1, shown.length) })
    else if (isDownKey(key)) setView({ ...view, at: (view.at + 1) % Math.max(1, shown.length) })
    else if (isSpaceKey(key)) setView({ ...view, chosen: toggled(view.chosen, shown.slice(view.at, view.at + 1)) })
    else if (key.name === 'tab') setView({ ...view, chosen: toggled(view.chosen, shown) })
    else if (isBackspaceKey(key)) setView({ ...view, query: view.query.slice(0, -1), at: 0 })
    else if (!key.ctrl && isTyped(key)) setView({ ...view, query: view.query + key.sequence, at: 0 })
  })

  const { color, width } = config.terminal
  if (!open) return `${color.green('✔')} ${color.bold(config.message)} ${color.cyan(`${view.chosen.size} chosen`)}`
  return [
    headOf(config, view),
    [
      ...pageOf(config, shown, view),
      color.dim(cut('  ↑↓ move · space choose · tab all · enter go on · esc leave', width - 1)),
    ].join('\n'),
  ]
})

function isTyped(key: object): key is { readonly sequence: string } {
  return 'sequence' in key && typeof key.sequence === 'string' && /^[\w/:.-]$/.test(key.sequence)
}

function matches(row: PickerRow, query: string): boolean {
  return `${row.category} ${row.id} ${row.title}`.toLowerCase().includes(query.toLowerCase())
}

/** All of `rows` are chosen, or, when they all are already, none. */
function toggled(chosen: ReadonlySet<string>, rows: readonly PickerRow[]): ReadonlySet<string> {
  const ids = rows.map(row => row.id)
  const every = ids.every(id => chosen.has(id))
  return every ? new Set([...chosen].filter(id => !ids.includes(id))) : new Set([...chosen, ...ids])
}

/** The cursor stands behind it: what is typed appears there. */
function headOf({ message, rows, terminal: { color, width } }: PickerConfig, { chosen, query }: View): string {
  const count = `${chosen.size} of ${rows.length}`
  const room = width - message.length - count.length - 5
  const search = query ? color.cyan(query.slice(-Math.max(1, room))) : color.dim(cut('type to search', room))
  return `${color.blue('?')} ${color.bold(message)} ${color.dim(count)} ${search}`
}

/** Lines around the list: the question (two where it is narrow), the note (two), the help, and one that stays free. */
const AROUND = 6

function pageOf({ terminal }: PickerConfig, shown: readonly PickerRow[], { chosen, at }: View): readonly string[] {
  const { color, width, rows: height } = terminal
  if (shown.length === 0) return [color.dim('  nothing matches')]
  const lines = shown.flatMap((row, i) => {
    const heading = row.category === shown[i - 1]?.category ? [] : [{ text: color.dim(row.category), active: false }]
    return [...heading, { text: rowOf(row, chosen.has(row.id), i === at, terminal), active: i === at }]
  })
  const room = Math.max(3, height - AROUND)
  const middle = lines.findIndex(line => line.active) - Math.floor(room / 2)
  const first = Math.max(0, Math.min(middle, lines.length - room))
  const note = wrap(`    ${visible(shown[at]?.note ?? '')}`, width - 1, 4)
  const brief = note.length > 2 ? [note[0] ?? '', cut(`${note[1] ?? ''} …`, width - 1)] : note
  return [...lines.slice(first, first + room).map(line => line.text), ...brief.map(line => color.dim(line))]
}

function rowOf(row: PickerRow, on: boolean, active: boolean, { color, width }: PickerConfig['terminal']): string {
  const text = cut(`${active ? '❯' : ' '} ${on ? '◉' : '◯'} ${visible(row.title)} (${row.size})`, width - 1)
  return active ? color.cyan(text) : on ? text : color.dim(text)
}
