declare module 'spdx-satisfies' {
  /** @returns true when one of the choices that a licence expression offers is in the list @throws for what is no expression */
  export default function satisfies(licence: string, of: readonly string[]): boolean
}
