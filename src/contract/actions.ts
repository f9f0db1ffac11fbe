/**
 * Actions that generated workflows use, each pinned to the commit that its release tag stands for. Read from the actions' repositories
 * and from other people's pins on 2026-08-22; the update bot that is generated beside the workflows keeps the pins fresh from then on.
 */
interface Pin {
  readonly version: string
  /** Full hash of the commit, not of an annotated tag. */
  readonly commit: string
}

const PINS = {
  'actions/cache': { version: 'v6.1.0', commit: '55cc8345863c7cc4c66a329aec7e433d2d1c52a9' },
  'actions/checkout': { version: 'v7.0.1', commit: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/dependency-review-action': { version: 'v5.0.0', commit: 'a1d282b36b6f3519aa1f3fc636f609c47dddb294' },
  'actions/setup-node': { version: 'v7.0.0', commit: '820762786026740c76f36085b0efc47a31fe5020' },
  'grafana/setup-k6-action': { version: 'v1.2.1', commit: 'db07bd9765aac508ef18982e52ab937fe633a065' },
  'pnpm/action-setup': { version: 'v6.0.10', commit: '0977fd99725f1db4007ccb2928dbb4e90d06cc86' },
  'Swatinem/rust-cache': { version: 'v2.9.2', commit: '6323deb102c322ba6fcbdcafc7e3dddab59af2b6' },
  'taiki-e/install-action': { version: 'v2.86.5', commit: 'ba47c86ac325773530516bb756137ac718732518' },
} as const satisfies Readonly<Record<string, Pin>>

export type ActionName = keyof typeof PINS

/** @returns the value of `uses:` with the version as its comment: `actions/checkout@<commit> # v7.0.1` */
export function pinned(action: ActionName): string {
  const { version, commit } = PINS[action]
  return `${action}@${commit} # ${version}`
}
