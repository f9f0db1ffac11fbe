import { PLACES } from '../../src/contract/places.ts'
import { listAt, type Table } from './tables.ts'
import type { Tree } from './types.ts'
import { readJson } from './yaml.ts'

export interface Board {
  readonly file: string
  readonly uid: string
  readonly body: Table
}

/** @returns the dashboards that Grafana reads */
export function boardsIn(tree: Tree): readonly Board[] {
  return [...tree]
    .filter(([file]) => file.startsWith(`${PLACES.grafana}/dashboards/`) && file.endsWith('.json'))
    .map(([file, text]) => {
      const body = readJson(text) as Table
      return { file, uid: String(body['uid']), body }
    })
}

/** @returns panels of a dashboard, those in rows as well */
export function panelsOf(body: unknown): readonly unknown[] {
  return listAt(body, 'panels').flatMap(panel => [panel, ...panelsOf(panel)])
}
