import type { Context, TextQuestion } from '../../../src/artifact/index.ts'
import type { Fact } from '../../../src/detect/types.ts'
import { statedContact } from './manifest.ts'

const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/
const URL_OF_PAGE = /^https:\/\/[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(?::\d+)?(?:\/[A-Za-z0-9._~%!&'()*+,;=:@/?#-]*)?$/

/** @returns true for an address that reaches somebody, or what is wrong with it */
function checkContact(value: string): true | string {
  if (/no-?reply/i.test(value)) return 'nobody reads mail to a noreply address'
  if (/[@/.]example\.(com|net|org)\b/i.test(value)) return 'example domains reach nobody'
  return EMAIL.test(value) || URL_OF_PAGE.test(value)
    ? true
    : 'it must be an e-mail address or the https address of a page'
}

/** @returns the address for reports that package.json names, when it reaches somebody */
export function knownContact(ctx: Context): Fact<string> | undefined {
  const stated = statedContact(ctx)
  return stated && checkContact(stated.value) === true ? stated : undefined
}

/** @returns the question for an address that reports are sent to; every artifact that needs one shares the answer */
export function contactQuestion(message: string, when?: (ctx: Context) => boolean): TextQuestion {
  return {
    type: 'text',
    key: 'contact',
    message,
    placeholder: '<e-mail>',
    validate: checkContact,
    known: knownContact,
    ...(when ? { when } : {}),
  }
}
