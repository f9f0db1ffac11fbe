/** Control characters, line ends, and marks that change the reading direction. */
const HIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** @returns `text` on one line, with nothing in it that a terminal takes for a command: a repository's names and messages are not ours */
export function visible(text: string): string {
  return text.replace(HIDDEN, c => {
    const code = c.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
