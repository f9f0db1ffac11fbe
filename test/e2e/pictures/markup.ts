/** @returns text that means itself in HTML */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A part of a page; what is put in means itself. */
export function markup(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((text, part, i) => {
    const value = values[i - 1]
    const put = typeof value === 'number' ? String(Number(value.toFixed(3))) : escaped(value ?? '')
    return `${text}${put}${part}`
  })
}
