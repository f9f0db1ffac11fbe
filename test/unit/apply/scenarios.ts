import { undo } from '../../../src/apply/undo.ts'
import type { Disk } from '../../../src/apply/disk.ts'
import { edit, file, lines } from '../plan/memory-target.ts'
import { drop, fastDisk, get, put, run, sandbox } from './sandbox.ts'

/** A repository, and something that is done to it. */
export interface Scenario {
  readonly title: string
  readonly prepare: () => string
  readonly act: (root: string, disk: Disk) => void
}

const MINE = {
  'package.json': '{\n  "name": "app"\n}\n',
  '.gitignore': 'node_modules',
  'src/index.js': 'listen()\n',
}

export const FIRST = [
  file('Dockerfile', 'FROM scratch\n'),
  file('deploy/chart/Chart.yaml', 'name: app\n'),
  file('scripts/run.sh', '#!/bin/sh\n', { executable: true }),
  file('docs/runbook.md', '# Runbook\n', { own: 'seed' }),
  file('obsolete/old.md', 'old\n'),
  edit('package.json', 'json', [{ path: ['scripts', 'test'], value: 'node --test' }], { artifact: 'build/two' }),
  edit('.gitignore', 'lines', lines('dist'), { artifact: 'build/two' }),
]

export const SECOND = [
  file('Dockerfile', 'FROM scratch\nUSER 1000\n'),
  file('deploy/chart/Chart.yaml', 'name: web\n'),
  file('deploy/chart/values.yaml', 'replicas: 2\n'),
  file('scripts/run.sh', '#!/bin/sh\nset -e\n', { executable: true }),
  file('docs/runbook.md', '# Runbook 2\n', { own: 'seed' }),
  edit('package.json', 'json', [{ path: ['scripts', 'test'], value: 'node --test --watch' }], {
    artifact: 'build/two',
  }),
  edit('.gitignore', 'lines', lines('coverage'), { artifact: 'build/two' }),
]

export function first(): string {
  const root = sandbox(MINE)
  run(root, { rendered: FIRST }, { config: 'answers:\n  a: b\n' })
  return root
}

/** A repository in which the user has changed a few things since the first run. */
export function lived(): string {
  const root = first()
  put(root, 'deploy/chart/Chart.yaml', 'name: mine\n')
  put(root, 'package.json', (get(root, 'package.json') ?? '').replace('"app"', '"mine"'))
  drop(root, 'docs/runbook.md')
  return root
}

const act = (input: Parameters<typeof run>[1], config?: string) => (root: string, disk: Disk) =>
  void run(root, input, { disk, config })

export const SCENARIOS: readonly Scenario[] = [
  { title: 'a first run', prepare: () => sandbox(MINE), act: act({ rendered: FIRST }, 'answers:\n  a: b\n') },
  { title: 'an update with a conflict', prepare: lived, act: act({ rendered: SECOND }, 'answers:\n  a: c\n') },
  { title: 'taking an artifact back', prepare: lived, act: act({ scope: ['build/one'], remove: ['build/one'] }) },
  { title: 'undo of a first run', prepare: first, act: (root, disk) => void undo(root, disk) },
  {
    title: 'undo of an update in a repository that lived on',
    prepare: () => {
      const root = lived()
      run(root, { rendered: SECOND }, { config: 'answers:\n  a: c\n', disk: fastDisk() })
      put(root, '.gitignore', `${get(root, '.gitignore') ?? ''}mine\n`)
      return root
    },
    act: (root, disk) => void undo(root, disk),
  },
]
