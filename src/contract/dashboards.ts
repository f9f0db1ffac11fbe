/** @returns the uid of a dashboard: at most 40 characters, the same on each run */
export function dashboardUid(id: string, name: string): string {
  return `${id}-${name}`.slice(0, 40)
}
