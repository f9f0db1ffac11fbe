/** Where Dependabot's configuration lies; GitHub reads `.yaml` as well. */
export const DEPENDABOT = '.github/dependabot.yml'

/** Text of a configuration that has no entry yet: every artifact that adds one begins with the same. */
export const DEPENDABOT_SEED = 'version: 2\n'

/** @returns the folder as Dependabot writes it: absolute from the root of the repository */
export function dependabotDirectory(folder: string): string {
  return folder === '.' ? '/' : `/${folder}`
}
