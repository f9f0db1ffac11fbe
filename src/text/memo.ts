/** Results that are kept of one text, when the other arguments differ: the same file may stand in a thousand places. */
const SAME = 7

/**
 * @param f pure: its result depends on its arguments alone, and nobody changes it
 * @param limit results that are kept, the newest ones
 * @param longest characters of the longest argument that a result is kept of
 * @returns `f`, which is not run again for arguments that it has a result of
 */
export function memo<A extends readonly (string | number | undefined)[], T>(
  f: (...args: A) => T,
  limit: number,
  longest = Infinity,
): (...args: A) => T {
  // texts of files are among the arguments: the longest is looked up as it is, to join them would copy it
  const known = new Map<A[number], { readonly args: A; readonly result: T }[]>()
  return (...args) => {
    const key = args.reduce((a, b) => (String(b).length > String(a).length ? b : a))
    if (String(key).length > longest) return f(...args)
    const results = known.get(key) ?? []
    const hit = results.find(result => args.every((arg, n) => arg === result.args[n]))
    if (hit) return hit.result
    const made = { args, result: f(...args) }
    known.set(key, [made, ...results.slice(0, SAME)])
    const [oldest] = known.keys()
    if (known.size > limit) known.delete(oldest)
    return made.result
  }
}
