import { describe, expect, it } from 'vitest'
import { mergeSame } from '../../../src/commands/same-steps.ts'

const SERVICES = [
  { id: 'booking', path: 'src/booking' },
  { id: 'flight', path: 'src/flight' },
  { id: 'flight-search', path: 'src/search' },
]

describe('steps that say the same of several services', () => {
  it('are one, which names the others', () => {
    expect(
      mergeSame(
        [
          'Check src/booking/Dockerfile: booking writes to folders.',
          'Read the page.',
          'Check src/flight/Dockerfile: flight writes to folders.',
          'Check src/search/Dockerfile: flight-search writes to folders.',
        ],
        SERVICES,
      ),
    ).toEqual([
      'Check src/booking/Dockerfile: booking writes to folders. The same for flight, flight-search.',
      'Read the page.',
    ])
  })

  it('are found where the name of a service is also a word', () => {
    const steps = ['src/booking/a.ts lets requests in flight finish', 'src/flight/a.ts lets requests in flight finish']
    expect(mergeSame(steps, SERVICES)).toEqual([`${steps[0] ?? ''}. The same for flight.`])
  })

  it('stay apart where they differ in more than the service', () => {
    const steps = ['Add GET /a to load/booking.', 'Add GET /b to load/flight.', 'Scale flight-search.', 'Scale flight.']
    expect(mergeSame(steps, SERVICES)).toEqual([...steps.slice(0, 2), 'Scale flight-search. The same for flight.'])
  })

  it('are left alone where there is one service at the top', () => {
    const steps = ['Scale api.', 'Run api in a cluster.']
    expect(mergeSame(steps, [{ id: 'api', path: '.' }])).toEqual(steps)
  })
})
