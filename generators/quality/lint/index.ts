import { defineArtifact } from '../../../src/artifact/index.ts'
import { ordinary } from '../../cicd/_common/projects.ts'
import { audit } from './audit.ts'
import { toBeIgnored } from './knip.ts'
import { nodeOutputs, unsuited } from './node.ts'
import { rustOutputs } from './rust.ts'
import { toBeLeftAlone } from './user-eslint.ts'

export const artifact = defineArtifact({
  id: 'quality/lint',
  title: 'Linting and formatting',
  kind: 'edit',
  why: 'A linter finds mistakes that no test was written for, a formatter ends discussions about layout, and code that nobody uses is code that nobody has to keep safe.',
  capabilities: ['quality/lint'],
  needs: ['cicd/build-test'],
  againAfter: ['deployment/helm', 'testing/load'],
  applies: ctx => (ordinary(ctx).length === 0 ? 'there is no code in Rust or Node' : true),
  audit,
  questions: [],
  outputs: ctx =>
    ordinary(ctx).flatMap(contract =>
      contract.project.ecosystem === 'rust' ? rustOutputs(ctx, contract.project) : nodeOutputs(ctx, contract),
    ),
  next: ctx =>
    ordinary(ctx).flatMap(contract => {
      const checks = contract.project.ecosystem === 'node' ? unsuited(ctx, contract) : []
      return [
        ...checks.map(
          check =>
            `Add a ${check === 'unused' ? 'search for unused exports' : check} to ${contract.title} once Node and TypeScript are recent enough: no release in use today runs with their versions.`,
        ),
        ...(contract.project.ecosystem === 'node'
          ? [...toBeLeftAlone(ctx, contract.project), ...toBeIgnored(ctx, contract.project)]
          : []),
      ]
    }),
})
