/** A path that the module names by its last part, and where. */
export interface Import {
  readonly path: string
  readonly when: boolean
}

/**
 * @param edition of the package: rustfmt orders by it
 * @returns `use` lines as rustfmt leaves them: the standard library, then the others
 */
export function useLines(imports: readonly Import[], edition: string): readonly (readonly string[])[] {
  const wanted = imports.filter(item => item.when).map(item => item.path)
  const [std, other] = [wanted.filter(isStd), wanted.filter(path => !isStd(path))]
  return [std, other]
    .filter(group => group.length > 0)
    .map(group => [...new Set(group)].sort(orderOf(edition)).map(path => `use ${path};`))
}

function isStd(path: string): boolean {
  return path.startsWith('std::')
}

/** rustfmt's order of `use`: by parts; up to the edition of 2021 modules and functions come before types. */
function orderOf(edition: string): (a: string, b: string) => number {
  const old = Number(edition) < 2024
  return (a, b) => {
    const [left, right] = [a.split('::'), b.split('::')]
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const [x = '', y = ''] = [left[i], right[i]]
      if (x === y) continue
      const [upperX, upperY] = [/^[A-Z]/.test(x), /^[A-Z]/.test(y)]
      if (old && upperX !== upperY) return upperX ? 1 : -1
      return x < y ? -1 : 1
    }
    return left.length - right.length
  }
}
