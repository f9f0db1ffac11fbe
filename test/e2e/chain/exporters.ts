import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { PLACES } from '../../../src/contract/places.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import { daemon } from '../daemon.ts'
import { freePort } from '../served.ts'

/** What tells Prometheus about what a service needs. */
export interface Exporters {
  /** Host and port of the generated files -> of this machine. */
  readonly addresses: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly command?: readonly string[]; readonly environment?: Readonly<Record<string, string>> }>
  >
}

/** @returns what the local stack starts a container with, without the program itself */
export function flagsOf(dir: string, container: string): readonly string[] {
  return composeIn(dir).services[container]?.command?.slice(1) ?? []
}

/** Runs the exporters with the environment that the local stack gives them, in which only the addresses are those of this machine. */
export async function startExporters(
  dir: string,
  needs: readonly Need[],
  urls: Readonly<Record<string, string>>,
): Promise<Exporters> {
  const { services } = composeIn(dir)
  const started = await Promise.all(
    needs.map(async ({ kind, host, port, exporter }) => {
      const own = await freePort()
      const given = Object.entries(services[exporter.job]?.environment ?? {})
      const there = new URL(urls[kind] ?? '').host
      const env = Object.fromEntries(given.map(([name, value]) => [name, value.replace(`${host}:${port}`, there)]))
      const answers = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${own}/metrics`)).ok
      const program = await daemon(
        `${kind}_exporter`,
        [`--web.listen-address=127.0.0.1:${own}`],
        { cwd: dir, env: { PATH: process.env['PATH'], ...env } },
        answers,
      )
      return { program, address: [`${exporter.job}:${exporter.port}`, `127.0.0.1:${own}`] as const }
    }),
  )
  return {
    addresses: Object.fromEntries(started.map(({ address }) => address)),
    stop: async () => {
      await Promise.all(started.map(({ program }) => program.stop()))
    },
  }
}

function composeIn(dir: string): Compose {
  return parse(readFileSync(path.join(dir, PLACES.compose), 'utf8')) as Compose
}
