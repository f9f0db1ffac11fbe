import { isAsked } from '../../../src/contract/workload.ts'
import type { Problem } from '../types.ts'
import { variablesOf } from '../variables.ts'
import { nameOf, ofKind, printedFile, releaseOf } from './charts.ts'
import { servicePorts } from './network.ts'
import type { Release } from './types.ts'

const FILE = 'templates/NOTES.txt'

/** What people read after a release names what is there: with a way in from outside and without. */
export function notes({ chart, values, objects, service: contract }: Release): readonly Problem[] {
  const [service] = ofKind(objects, 'Service')
  const { Name, Namespace } = releaseOf(chart)
  const ports = service ? [...servicePorts(service, undefined).keys()] : []
  const known = variablesOf(contract)
  const ways = [values, chart.values].map(some => printedFile(chart, FILE, some))
  const found = ways.flatMap(text => {
    const forwards = [...text.matchAll(/port-forward service\/(\S+) (\d+):(\S+)/g)]
    const tests = [...text.matchAll(/^ *helm test (\S+) --namespace (\S+)$/gm)]
    const [, needed = ''] = /^It needs ([^:]+):/m.exec(text) ?? []
    return [
      ...forwards.flatMap(([whole, name = '', port, target = '']) =>
        service && name === nameOf(service) && ports.includes(target) && port === String(contract.port) ? [] : [whole],
      ),
      ...tests.flatMap(([whole, name, space]) => (name === Name && space === Namespace ? [] : [whole])),
      ...needed.split(', ').filter(name => name !== '' && !known.has(name)),
    ]
  })
  const asked = ways.filter(text => text.includes('kubectl')).length
  return [
    ...found.map(text => `names what is not there: ${text}`),
    ...(service && contract.port !== undefined && isAsked(contract.service) && asked === 0
      ? ['does not say how it is reached']
      : []),
  ].map(what => ({ file: `${chart.folder}/${FILE}`, what }))
}
