/** @returns source of a regular expression for the text itself */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** @returns a pattern for a name as a whole: `api` is no part of `api-keys` */
export function wholeName(name: string): RegExp {
  return new RegExp(String.raw`(?<![\w-])${literally(name)}(?![\w-])`)
}
