/** What is worked out when it is first asked for, by name. */
export type Later<L> = { readonly [K in keyof L]: () => L[K] }

/**
 * @returns a copy of `known` with the properties of `later`, each of which is worked out when it is first read, and once.
 * They are listed and serialised like any other; `{ ...copy }` works them out, `copyOf` does not.
 */
export function lazily<T extends object, L extends object>(known: T, later: Later<L>): T & L {
  const copy = copyOf(known, {})
  for (const [key, work] of Object.entries<() => unknown>(later)) {
    let made: { readonly value: unknown } | undefined
    Object.defineProperty(copy, key, {
      enumerable: true,
      configurable: true,
      get: () => (made ??= { value: work() }).value,
    })
  }
  return copy as T & L
}

/** @returns a copy of `target` with some properties changed; what is still to be worked out stays so */
export function copyOf<T extends object>(target: T, changes: Partial<T>): T {
  const copy: object = Object.defineProperties({}, Object.getOwnPropertyDescriptors(target))
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(changes)) as T
}

/** @returns `work`, which is done when it is first called */
export function once<T>(work: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: work() }).value
}

/** @returns a copy of `target` without some properties; what is still to be worked out stays so */
export function without<T extends object, K extends keyof T>(target: T, keys: readonly K[]): Omit<T, K> {
  const left = Object.entries(Object.getOwnPropertyDescriptors(target)).filter(
    ([key]) => !keys.some(other => other === key),
  )
  return Object.defineProperties({}, Object.fromEntries(left)) as Omit<T, K>
}
