// Arrows point down only, no circles. The rooms are those of ARCHITECTURE.md.
const LEVELS = [
  ['^src/cli'],
  ['^src/commands/'],
  ['^src/(report|apply|verify)/'],
  ['^src/(plan|engine)/'],
  ['^generators/', '^src/audit/'],
  ['^src/(artifact|contract)/'],
  ['^src/(edit|detect)/'],
  ['^src/workspace/'],
  ['^src/text/'],
]
const PLOPFILE = '^generators/plopfile\\.ts$'
const PURE = '^(src/(plan|edit|contract|audit|artifact|text)|generators)/'
const EFFECTS = '^(node:)?(fs|fs/promises|child_process|net|http|https|dns|os|worker_threads)$|node_modules/execa'

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|generators)/', pathNot: '\\.d\\.ts$|types\\.ts$' },
      to: {},
    },
    ...LEVELS.slice(1).map((level, i) => ({
      name: `arrows-point-down-${String(i + 1)}`,
      severity: 'error',
      from: { path: level.join('|'), pathNot: PLOPFILE },
      to: {
        path: LEVELS.slice(0, i + 1)
          .flat()
          .join('|'),
      },
    })),
    {
      name: 'pure-parts-have-no-effects',
      severity: 'error',
      from: { path: PURE, pathNot: PLOPFILE },
      to: { path: EFFECTS },
    },
    {
      name: 'only-verify-and-git-start-processes',
      severity: 'error',
      from: { pathNot: '^src/(verify|workspace)/|^test/|^scripts/' },
      to: { path: '^(node:)?child_process$|node_modules/execa' },
    },
    {
      name: 'only-apply-writes',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(apply|workspace|engine|verify)/' },
      to: { path: '^(node:)?fs' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'] },
  },
}
