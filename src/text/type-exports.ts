const GROUP = /\bexport\s*\{[^{}]*\}/g
const MODIFIER = /([{,]\s*)type(?=\s+(?!as\b)[\w$])/g

/**
 * @returns `text` with the word `type` blanked inside of `export { type A, B }`, which the grammar does not know: it would lose the rest
 * of the group, or take it for statements; the length, and so each position, stays as it is
 */
export function withoutTypeModifiers(text: string): string {
  return text.replace(GROUP, group => group.replace(MODIFIER, '$1    '))
}
