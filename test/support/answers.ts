/** Answers that only a user can know, for every question that an artifact asks without a default. Invented people and places. */
export const ANSWERS: Readonly<Record<string, string>> = {
  'alert-receiver': 'slack',
  contact: 'security@harbor.invalid',
  holder: 'Example Harbor',
  license: 'MIT',
  owner: '@ada',
  year: '2024',
}

/** @returns the answers as flags, those that `keys` names or all */
export function answerFlags(keys: readonly string[] = Object.keys(ANSWERS)): readonly string[] {
  return keys.flatMap(key => ['--set', `${key}=${ANSWERS[key] ?? ''}`])
}
