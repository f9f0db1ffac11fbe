import type { Rendered } from '../../src/plan/types.ts'
import { edit, file, lines } from '../unit/plan/memory-target.ts'

/** Artifacts that change from version to version in all the ways that templates do: lines change, come, go and move; keys and files too. */

export type Name = 'image' | 'ci' | 'scripts' | 'docs'
export const NAMES: readonly Name[] = ['image', 'ci', 'scripts', 'docs']

export const ARTIFACTS: Readonly<Record<Name, { readonly id: string; readonly paths: readonly string[] }>> = {
  image: { id: 'build/image', paths: ['Dockerfile', '.dockerignore'] },
  ci: { id: 'cicd/ci', paths: ['ci/test.yaml', 'ci/old.yaml', 'config.json'] },
  scripts: { id: 'build/scripts', paths: ['package.json', '.gitignore'] },
  docs: { id: 'operations/docs', paths: ['docs/runbook.md', 'docs/slo.md'] },
}
export const PATHS: readonly string[] = NAMES.flatMap(name => ARTIFACTS[name].paths)

const text = (...all: readonly (string | false)[]): string =>
  all
    .filter(line => line !== false)
    .map(line => `${line}\n`)
    .join('')

const RENDER: Readonly<Record<Name, (v: number, answer: number) => readonly Rendered[]>> = {
  image: (v, answer) => [
    file(
      'Dockerfile',
      text(
        `FROM node:${20 + v}`,
        'WORKDIR /app',
        v % 2 === 1 && 'RUN corepack enable',
        'COPY . .',
        `RUN build ${answer}`,
        '',
        'USER 1000',
        v % 3 !== 2 && 'EXPOSE 80',
        `CMD v${v}`,
      ),
      { artifact: 'build/image' },
    ),
    edit('.dockerignore', 'lines', lines('node_modules', `v${v}`), {
      artifact: 'build/image',
      seed: '# what the image does not need\n',
    }),
  ],
  ci: (v, answer) => [
    file(
      'ci/test.yaml',
      text(
        'on: push',
        'jobs:',
        '  test:',
        `    runs-on: v${v}`,
        '    steps:',
        '      - run: npm ci',
        v % 2 === 1 && '      - run: npm run lint',
        `      - run: npm test ${answer}`,
        '  # last',
        '  done:',
        `    needs: v${v >> 1}`,
      ),
      { artifact: 'cicd/ci' },
    ),
    file(
      'config.json',
      `${JSON.stringify({ name: `v${v}`, list: ['a', `v${v >> 1}`], nested: { a: `v${answer}`, b: 'v0' } }, null, 2)}\n`,
      { artifact: 'cicd/ci' },
    ),
    ...(v % 3 === 1 ? [] : [file('ci/old.yaml', text('a: 1', `b: v${v >> 1}`), { artifact: 'cicd/ci' })]),
  ],
  scripts: (v, answer) => [
    edit(
      'package.json',
      'json',
      [
        { path: ['scripts', 'test'], value: `v${v}` },
        { path: ['scripts', v % 2 ? 'lint' : 'check'], value: `v${answer}` },
      ],
      { artifact: 'build/scripts' },
    ),
    edit('.gitignore', 'lines', lines('dist', `out-${v >> 1}`), { artifact: 'build/scripts' }),
  ],
  docs: v => [
    file('docs/runbook.md', text('# Runbook', '', `Version ${v}`), { artifact: 'operations/docs', own: 'seed' }),
    file('docs/slo.md', text('# SLO', '', `Version ${v}`, '', '## Alerts', '', 'none'), {
      artifact: 'operations/docs',
    }),
  ],
}

/** @returns what a version of an artifact wants in a repository where the user gave `answer` */
export function render(name: Name, version: number, answer: number): readonly Rendered[] {
  return RENDER[name](version, answer)
}
