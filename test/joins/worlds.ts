import type { Status } from '../../src/commands/status.ts'
import { planIn, fixtureInMemory } from '../support/plan.ts'
import type { World } from './types.ts'

/** What names nothing that another file has: prose about people, and how code is laid out. */
const APART = /^(governance|quality\/lint|security\/policy|security\/secrets-scan|cicd\/dependency)/

/** @returns a fixture with everything that a run writes into it; `code`: also into its source code */
export async function worldOf(fixture: string, code: boolean): Promise<World> {
  const wanted = ({ artifact }: Status): boolean => !APART.test(artifact.id) && (code || artifact.kind !== 'code')
  const { plan, after } = await planIn(fixtureInMemory(fixture), wanted)
  const tree = new Map(plan.files.flatMap(({ path, after: text }) => (text === undefined ? [] : [[path, text]])))
  const { ws, contract } = after
  return { tree, contract, exists: path => ws.stat(path) !== undefined || tree.has(path) }
}
