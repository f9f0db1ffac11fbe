/**
 * Patterns of `.dockerignore` and Dependabot: `*` and `?` within a folder, `**` across folders, `\` before a character that is meant.
 * They come from the repository, so that the time is bounded by the product of the lengths, which a regular expression does not promise.
 * @returns true when `pattern` is the whole of `path`
 */
export function matchesGlob(pattern: string, path: string): boolean {
  return segments(pattern.split('/'), path.split('/'))
}

/** One row a step of the pattern: which beginnings of the path it can stand for. */
function segments(pattern: readonly string[], path: readonly string[]): boolean {
  let reach = [true, ...path.map(() => false)]
  for (const step of pattern) {
    const next = path.map(() => false)
    next.unshift(step === '**' && reach[0] === true)
    for (let i = 1; i <= path.length; i++) {
      next[i] =
        step === '**'
          ? reach[i] === true || next[i - 1] === true
          : reach[i - 1] === true && segment(step, path[i - 1] ?? '')
    }
    reach = next
  }
  return reach.at(-1) === true
}

function segment(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    const escaped = pattern[p] === '\\'
    const wanted = escaped ? pattern[p + 1] : pattern[p]
    if (!escaped && wanted === '*') [star, mark, p] = [p, t, p + 1]
    else if (wanted !== undefined && ((!escaped && wanted === '?') || wanted === text[t]))
      [p, t] = [p + (escaped ? 2 : 1), t + 1]
    else if (star !== -1) [p, mark, t] = [star + 1, mark + 1, mark + 1]
    else return false
  }
  return /^\**$/.test(pattern.slice(p))
}
