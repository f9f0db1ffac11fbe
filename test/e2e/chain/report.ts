import { it } from 'vitest'

interface Row {
  readonly service: string
  readonly step: string
  readonly seconds: number
  readonly seen: string
}

const rows: Row[] = []

/**
 * @returns a function that adds a step to the tests of a service: it runs only when those before it have passed,
 * and what it returns stands in the report
 */
export function stepsOf(service: string): (step: string, run: () => Promise<string> | string) => void {
  let broken: string | undefined
  return (step, run) => {
    it(step, async context => {
      if (broken !== undefined) context.skip(`"${broken}" has failed`)
      const began = Date.now()
      const record = (seen: string): void =>
        void rows.push({ service, step, seconds: (Date.now() - began) / 1000, seen })
      try {
        record(await run())
      } catch (error) {
        broken = step
        record('FAILED')
        throw error
      }
    })
  }
}

/** @returns what was proven: a line for each step, and one for each service */
export function report(): string {
  const services = [...new Set(rows.map(({ service }) => service))]
  const width = Math.max(...rows.map(({ step }) => step.length))
  return services
    .flatMap(service => {
      const own = rows.filter(row => row.service === service)
      const sum = own.reduce((all, { seconds }) => all + seconds, 0)
      const lines = own.map(
        ({ step, seconds, seen }) => `  ${step.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s  ${seen}`,
      )
      return [`${service}: ${sum.toFixed(0)} s`, ...lines]
    })
    .join('\n')
}
