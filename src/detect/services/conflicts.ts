import type { Service } from '../types.ts'
import type { View } from '../view.ts'
import { exposedPorts, imageVariable, type Dockerfile } from './dockerfile.ts'

/**
 * Notes where an image exposes other ports than the one that the code listens on: one of the two is wrong, and nobody but the user can tell.
 * An image that sets the variable of the port says the same thing twice, and is no conflict.
 */
export function notePortConflict(view: View, service: Service, dockerfiles: readonly Dockerfile[]): void {
  const { port, portVariable, workload } = service
  const [place] = port?.evidence ?? []
  if (!port || workload.value === 'static' || place?.line === undefined || dockerfiles.some(f => f.path === place.path))
    return
  for (const file of dockerfiles) {
    const exposed = exposedPorts(file)
    const [first] = exposed
    const isSet = portVariable && imageVariable(file, portVariable.value) !== undefined
    if (!first || isSet || exposed.some(other => other.port === port.value)) continue
    view.problem(
      file.path,
      first.line,
      `exposes port ${String(first.port)}, but ${service.name.value} listens on ${String(port.value)} (${place.path}:${String(place.line)})`,
      `--set ${service.name.value}.port=<port> says which one is right`,
    )
  }
}
