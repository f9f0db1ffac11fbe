import { at, listAt, tableAt, type Table } from '../tables.ts'
import { nameOf, type KubernetesObject } from './charts.ts'

/** A Pod, or the template of one. */
export interface Pod {
  readonly file: string
  readonly name: string
  readonly labels: Table
  readonly spec: Table
}

/** @returns the Pods of objects: their own, and those of templates */
export function podsOf(objects: readonly KubernetesObject[]): readonly Pod[] {
  return objects.flatMap(object => {
    const { file, body } = object
    if (body['kind'] === 'Pod')
      return [{ file, name: nameOf(object), labels: tableAt(body, 'metadata', 'labels'), spec: tableAt(body, 'spec') }]
    const template = tableAt(body, 'spec', 'template')
    if (at(template, 'spec', 'containers') === undefined) return []
    return [
      { file, name: nameOf(object), labels: tableAt(template, 'metadata', 'labels'), spec: tableAt(template, 'spec') },
    ]
  })
}

/** @returns whether all of `wanted` are among `labels`; an empty selector chooses nothing here */
export function selects(wanted: Table, labels: Table): boolean {
  const entries = Object.entries(wanted)
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value)
}

/** @returns the ports of the containers of a Pod, by their name */
export function portsOf({ spec }: Pod): ReadonlyMap<string, unknown> {
  const all = listAt(spec, 'containers').flatMap(container => listAt(container, 'ports'))
  return new Map(all.map(port => [String(at(port, 'name')), at(port, 'containerPort')]))
}
