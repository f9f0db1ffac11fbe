import type { ProjectContract } from '../../../src/contract/index.ts'
import type { Service } from '../../../src/detect/types.ts'
import { byCodeUnit } from '../../../src/text/paths.ts'
import { sh } from '../../../src/text/quote.ts'
import type { Workspace } from '../../../src/workspace/types.ts'
import { nodeToolchain } from './setup-node.ts'
import { rustToolchain } from './setup-rust.ts'
import type { Step, Toolchain } from './steps.ts'

/** @returns what the jobs of a project begin with, after the checkout */
export function toolchainOf(contract: ProjectContract, ws: Workspace, services: readonly Service[]): Toolchain {
  const { project } = contract
  const toolchain = project.ecosystem === 'rust' ? rustToolchain(contract, ws) : nodeToolchain(contract, ws)
  const packages = systemPackages(
    services.filter(service => service.project === project.path && service.ecosystem === project.ecosystem),
  )
  return { ...toolchain, steps: [...packages, ...toolchain.steps] }
}

function systemPackages(services: readonly Service[]): readonly Step[] {
  const names = [...new Set(services.flatMap(service => service.buildPackages.map(fact => fact.value)))].sort(
    byCodeUnit,
  )
  if (names.length === 0) return []
  const install = `sudo apt-get install --yes --no-install-recommends ${names.map(sh).join(' ')}`
  return [{ name: 'Install system packages', run: `sudo apt-get update\n${install}` }]
}
