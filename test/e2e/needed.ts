import { expect, it } from 'vitest'

/** A test that says what `tests` cannot do without, where something is missing: skipped, unless E2E_REQUIRED asks for all of it. */
export function hasWhatItNeeds(tests: string, missing: readonly string[]): void {
  it('has what it needs', context => {
    if (missing.length > 0 && process.env['E2E_REQUIRED'] === undefined) {
      const text = `NOT RUN: ${tests}, because of ${missing.join('; ')}`
      process.stdout.write(`${text}\n`)
      context.skip(text)
    }
    expect(missing).toEqual([])
  })
}
