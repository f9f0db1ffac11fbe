/**
 * @param f pure: its result depends on its arguments alone, and nobody changes it
 * @param limit results that are kept, the newest ones
 * @returns `f`, which is not run again for arguments that it has a result of
 */
export function memo<A extends readonly (string | number | undefined)[], T>(
  f: (...args: A) => T,
  limit: number,
): (...args: A) => T {
  const known = new Map<string, { readonly result: T }>()
  return (...args) => {
    const key = args.map(arg => (arg === undefined ? '' : `${String(arg).length}:${String(arg)}`)).join()
    const hit = known.get(key)
    if (hit) return hit.result
    const made = { result: f(...args) }
    known.set(key, made)
    if (known.size > limit) known.delete(known.keys().next().value ?? '')
    return made.result
  }
}
