/** @returns the step about the only folder that outlives a container: said once, whichever artifacts say it */
export function keepFile(id: string, folder = '/data'): string {
  return `Let ${id} keep its database file in ${folder}: what it writes elsewhere is gone with its container.`
}
