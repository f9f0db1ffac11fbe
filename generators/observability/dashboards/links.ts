import type { Context } from '../../../src/artifact/index.ts'
import { dashboardUid } from '../../../src/contract/dashboards.ts'
import { fileUrl } from '../../../src/contract/pages.ts'
import { PLACES } from '../../../src/contract/places.ts'
import type { Link } from './model.ts'

/** A dashboard that another one leads to. */
export interface Neighbour {
  readonly id: string
  readonly dashboard: string
  readonly title: string
  /** Value of its variable `job`. */
  readonly job: string
}

/** @returns links to the others; only to a board of the same job the chosen instances go along, to any other the data source alone */
export function neighbours(own: Neighbour, all: readonly Neighbour[]): readonly Link[] {
  return all
    .filter(({ id, dashboard }) => id !== own.id || dashboard !== own.dashboard)
    .map(({ id, dashboard, title, job }) => {
      const sameVariables = job === own.job
      const url = `/d/${dashboardUid(id, dashboard)}${sameVariables ? '' : '?${datasource:queryparam}'}`
      return { title, url, sameVariables }
    })
}

/** @returns link to the runbooks, where they and the address of the repository are there */
export function runbooks({ ws, contract }: Context): readonly Link[] {
  const url = ws.has(PLACES.runbooks) ? fileUrl(contract.repository, PLACES.runbooks) : undefined
  return url === undefined ? [] : [{ title: 'Runbooks', url, sameVariables: false }]
}
