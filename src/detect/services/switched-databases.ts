import type { SyntaxNode } from '@lezer/common'
import type { ScriptCode } from '../source/script-code.ts'
import { childrenOf, literalText, partsOf, sourceOf, type Script } from '../source/script.ts'
import { firstOf, nodesBelow } from '../source/script-nodes.ts'
import { databaseCalled } from './databases.ts'
import type { Needs } from './needs.ts'

/** Text of a file that chooses among databases by name, or by the scheme of an address. */
const CHOOSING = /\bcase\s+['"](?:postgres|pg|mysql|mariadb|sqlite|better-sqlite|mongodb|sqlserver|mssql)/
/** Words for a database in the names of what opens it. */
const STEMS: Readonly<Record<string, RegExp>> = {
  postgres: /postgres|pg/i,
  mysql: /mysql|maria/i,
  mariadb: /maria/i,
  sqlite: /sqlite/i,
  mongodb: /mongo/i,
  mssql: /mssql|sqlserver/i,
}

/** What a `switch` says: the databases of its cases, and the one that it takes where no case fits. */
interface Choice {
  readonly named: ReadonlySet<string>
  readonly usual: string
}

/**
 * @param files what the program reaches
 * @returns the needs; of databases that a `switch` chooses among, those that are not its default are optional
 */
export function switchedNeeds(code: ScriptCode, files: readonly string[], needs: Needs): Needs {
  const required = needs.databases.filter(need => !need.optional).map(need => need.value)
  if (required.length < 2) return needs
  const choice = firstOf(files, file => {
    const script = CHOOSING.test(code.view.text(file) ?? '') ? code.script(file) : undefined
    return script && firstOf(nodesBelow(script.top, /^SwitchBody$/), body => choiceIn(script, body, required))
  })
  if (!choice) return needs
  const { named, usual } = choice
  return {
    ...needs,
    databases: needs.databases.map(need =>
      named.has(need.value) && need.value !== usual ? { ...need, optional: true } : need,
    ),
  }
}

function choiceIn(script: Script, body: SyntaxNode, required: readonly string[]): Choice | undefined {
  const parts = childrenOf(body)
  const at = parts.findIndex(({ name }) => name === 'DefaultLabel')
  const named = new Set(parts.flatMap(part => databaseOf(script, part) ?? []))
  if (at < 0 || !required.some(database => named.has(database))) return undefined
  // `case 'mysql': default:` is one branch.
  const beside = [parts[at - 1], parts[at + 1]].flatMap(part => (part && databaseOf(script, part)) ?? [])
  const usual =
    beside[0] ??
    takenBy(
      script,
      branchAt(parts, at + 1),
      required.filter(database => !named.has(database)),
    )
  return usual === undefined ? undefined : { named, usual }
}

/** The statements behind a label. */
function branchAt(parts: readonly SyntaxNode[], from: number): readonly SyntaxNode[] {
  const end = parts.findIndex(({ name }, i) => i >= from && /^(?:CaseLabel|DefaultLabel|\})$/.test(name))
  return parts.slice(from, end < 0 ? undefined : end)
}

/** The one of `databases` that the names in a branch are about; none where the branch gives up. */
function takenBy(script: Script, branch: readonly SyntaxNode[], databases: readonly string[]): string | undefined {
  if (branch.some(node => node.name === 'ThrowStatement')) return undefined
  const names = branch.flatMap(node => nodesBelow(node, /^(?:VariableName|PropertyName|String)$/))
  const found = databases.filter(database => names.some(name => STEMS[database]?.test(sourceOf(script, name))))
  return found.length === 1 ? found[0] : undefined
}

/** `postgres` of `case 'postgresql:':` */
function databaseOf(script: Script, label: SyntaxNode): string | undefined {
  const [value] = label.name === 'CaseLabel' ? partsOf(label) : []
  const text = value && literalText(script, value)
  return text === undefined ? undefined : databaseCalled(text.replace(/:(?:\/\/)?$/, ''))
}
