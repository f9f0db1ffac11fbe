import type { Project } from '../../../src/detect/types.ts'

/**
 * What installations download though no build needs it, browsers and what drives them, and the variable that leaves it out: as the install scripts of
 * cypress 15.3.0, puppeteer 24.43.1, electron 41.7.1 and chromedriver 148.0.1 read it.
 */
const DOWNLOADS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  chromedriver: { CHROMEDRIVER_SKIP_DOWNLOAD: 'true' },
  cypress: { CYPRESS_INSTALL_BINARY: '0' },
  electron: { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
  puppeteer: { PUPPETEER_SKIP_DOWNLOAD: 'true' },
}

/** @returns variables of an installation that leave out what only development needs */
export function withoutDownloads({ packages }: Project): Readonly<Record<string, string>> {
  const all = packages.flatMap(({ dependencies }) => dependencies)
  const isAside = (name: string): boolean => {
    const kinds = all.flatMap(dependency => (dependency.name === name ? [dependency.kind] : []))
    return kinds.length > 0 && kinds.every(kind => kind === 'dev')
  }
  return Object.fromEntries(
    Object.entries(DOWNLOADS).flatMap(([name, variable]) => (isAside(name) ? Object.entries(variable) : [])),
  )
}
