import { COMMANDS, FLAG_LIST, type CommandName } from './spec.ts'
import { wrap } from '../report/wrap.ts'

type Row = readonly [left: string, right: string]

/** @returns the help of the program, or of one command, in lines of at most `width` columns */
export function helpFor(name: CommandName | undefined, width: number): string {
  const command = COMMANDS.find(c => c.name === name && c.name !== 'run')
  const usage = command ? [command.name, command.usage] : ['[command]', '[dir]']
  const lines = [
    `Usage: ${['create-prod-ready', ...usage, '[flags]'].filter(Boolean).join(' ')}`,
    '',
    command
      ? sentence(command.about)
      : 'Adds what stands between a working Rust or Node service and production, and proves that it works.',
    ...(command
      ? []
      : [
          '',
          'Commands:',
          ...table(COMMANDS.map(c => [(c.name === 'run' ? c.usage : `${c.name} ${c.usage}`).trim(), c.about])),
        ]),
    '',
    'Flags:',
    ...table(flagsOf(command?.name)),
    '',
    'Examples:',
    ...(command ?? COMMANDS[0]).examples.map(example => `  create-prod-ready ${example}`.trimEnd()),
    '',
    'Artifacts are named by id (build/dockerfile) or by their last part (dockerfile).',
    'Exit codes: 0 done, 1 gate not met, 2 usage or a missing answer, 3 conflicts left for you, 130 interrupted.',
  ]
  return lines
    .flatMap(line => wrap(line, width, /^ +\S.*? {2,}/.exec(line)?.[0].length))
    .map(line => `${line}\n`)
    .join('')
}

function flagsOf(command: CommandName | undefined): readonly Row[] {
  return FLAG_LIST.filter(
    ([, { of, usedBy }]) => command === undefined || (of ?? usedBy ?? [command]).includes(command),
  ).map(([name, flag]) => {
    const [only, more] = command === undefined ? (flag.of ?? []) : []
    const about = only !== undefined && more === undefined ? `${only}: ${flag.about}` : flag.about
    return [`${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`, about]
  })
}

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
