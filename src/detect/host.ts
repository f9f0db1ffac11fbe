import type { Host } from './types.ts'

const KINDS: readonly (readonly [RegExp, Host['kind']])[] = [
  [/(^|\.)github\./, 'github'],
  [/(^|\.)ghe\.com$/, 'github'],
  [/(^|\.)gitlab\./, 'gitlab'],
  [/(^|\.)bitbucket\./, 'bitbucket'],
  [/(^|\.)(gitea|forgejo)\.|^codeberg\.org$/, 'gitea'],
]

/**
 * @returns the host of a remote, written as a web address, an SSH address or the short form of scp (`git@host:owner/name.git`);
 * undefined for a path on a disk and whatever names no repository
 */
export function hostOf(remote: string): Host | undefined {
  const place = webOrSsh(remote) ?? scpLike(remote)
  if (!place) return undefined
  const parts = place.path
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')
    .split('/')
    .filter(part => part !== '')
  const name = parts.pop()
  // Bitbucket Data Center puts `scm` in front of the project.
  const owner = (parts[0] === 'scm' ? parts.slice(1) : parts).join('/')
  if (name === undefined || owner === '' || !/^[\w.~-]+$/.test(name) || !/^[\w.~/-]+$/.test(owner)) return undefined
  const domain = place.host.toLowerCase()
  const kind = KINDS.find(([pattern]) => pattern.test(domain))?.[1] ?? 'other'
  return { kind, domain, owner, name, url: `${place.web}/${owner}/${name}` }
}

interface Place {
  readonly host: string
  readonly path: string
  /** Address of the host's web pages. */
  readonly web: string
}

function webOrSsh(remote: string): Place | undefined {
  const [, scheme = '', host, port, path] =
    /^(https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^/@]*@)?([A-Za-z0-9.-]+)(?::(\d+))?(\/.*)$/.exec(remote) ?? []
  if (host === undefined || path === undefined) return undefined
  // The port of SSH says nothing of the port of the web pages.
  const web = scheme.includes('http')
    ? `${scheme.replace('git+', '')}://${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`
    : `https://${host.toLowerCase()}`
  return {
    host: host.replace(/^ssh\.(?=github\.com$)|^altssh\.(?=bitbucket\.org$)/, ''),
    path,
    web: web.replace('//ssh.github.com', '//github.com'),
  }
}

function scpLike(remote: string): Place | undefined {
  const [, host, path] = /^(?:[\w.-]+@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+):(?!\/\/|\\)(.+)$/.exec(remote) ?? []
  return host === undefined || path === undefined ? undefined : { host, path, web: `https://${host.toLowerCase()}` }
}
