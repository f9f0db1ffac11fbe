import { isInside } from '../../text/paths.ts'
import { certain, likely } from '../fact.ts'
import type { Fact } from '../types.ts'
import { port } from '../values.ts'
import type { View } from '../view.ts'
import { isProbe } from './endpoints.ts'
import { exposedPort, serverPort, type Dockerfile } from './dockerfile.ts'

const NGINX =
  /(?:^|\/)(?:nginx[\w.-]*|default|site|app|web|vhost)\.conf(?:\.template)?$|(?:^|\/)nginx\/[\w./-]+\.conf$/i

/** @returns the paths for health checks that the configuration of nginx in a folder answers itself */
export function serverPaths(view: View, folder: string): readonly Fact<string>[] {
  return view.files
    .filter(path => isInside(path, folder) && NGINX.test(path))
    .flatMap(path =>
      view.lines(path).flatMap((line, i) => {
        const location = /^\s*location\s+(?:=\s*)?(\/\S*)\s*\{/.exec(line)?.[1]
        return location !== undefined && isProbe(location)
          ? [likely(location, view.evidence(path, i + 1, 'location in the configuration of nginx'))]
          : []
      }),
    )
}

/** @returns the port of the web server that serves a static site: what a configuration of nginx or Caddy beside it says, else its Dockerfile, else its image */
export function staticPort(view: View, folder: string, dockerfiles: readonly Dockerfile[]): Fact<number> | undefined {
  for (const path of view.files) {
    if (!isInside(path, folder) || !NGINX.test(path)) continue
    const found = listenLine(view, path)
    if (found) return found
  }
  for (const file of dockerfiles) {
    const found = exposedPort(file)
    if (found) return likely(found.port, view.evidence(file.path, found.line, 'Dockerfile EXPOSE'))
  }
  for (const file of dockerfiles) {
    const found = serverPort(file)
    if (found) return likely(found.port, view.evidence(file.path, found.line, 'port of the base image'))
  }
  return undefined
}

/** `listen 8080;`, `listen [::]:80 default_server;` */
function listenLine(view: View, path: string): Fact<number> | undefined {
  for (const [i, line] of view.lines(path).entries()) {
    const number = port(/^\s*listen\s+(?:[\w.*[\]:]+:)?(\d+)\b(?!.*\bssl\b)/.exec(line)?.[1])
    if (number !== undefined) return certain(number, view.evidence(path, i + 1, 'listen in the configuration of nginx'))
  }
  return undefined
}
