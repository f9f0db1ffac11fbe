import { Failure } from '../text/errors.ts'

type Request = (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>

/**
 * Asks for the token that lets anybody read a public repository, as the registry's answer 401 says.
 * @param challenge the header WWW-Authenticate
 * @throws Failure when the registry wants something else than a token, or gives none
 */
export async function bearerToken(challenge: string | null, repository: string, request: Request): Promise<string> {
  const { realm, service, scope } = parameters(challenge ?? '')
  if (!/^bearer\s/i.test(challenge ?? '') || realm === undefined)
    throw denied('the registry asks for a sign-in that is not known')
  const url = parsed(realm)
  if (service !== undefined) url.searchParams.set('service', service)
  url.searchParams.set('scope', scope ?? `repository:${repository}:pull`)
  const response = await request(url.href, { accept: 'application/json' })
  if (!response.ok) throw denied(`${url.host} gives no token for ${repository} (status ${response.status})`)
  const token = tokenIn(await response.text())
  if (token === undefined) throw denied(`what ${url.host} sends is no token`)
  return token
}

/** Tokens are asked for over TLS, and without it on this machine only. */
function parsed(realm: string): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  if (
    url &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname)))
  )
    return url
  throw denied(`the registry sends its visitors to ${realm}, which is not safe`)
}

function parameters(challenge: string): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(match => [match[1]?.toLowerCase() ?? '', match[2] ?? '']),
  )
}

function tokenIn(text: string): string | undefined {
  try {
    const { token, access_token: other } = JSON.parse(text) as Readonly<Record<string, unknown>>
    const value = token ?? other
    return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) ? value : undefined
  } catch {
    return undefined
  }
}

function denied(message: string): Failure {
  return new Failure('registry-denied', message, {
    suggestion: 'give the digest yourself: --set digests=name:tag@sha256:…',
  })
}
