import type { Context } from '../../../src/artifact/index.ts'
import { imageText, pinned } from '../../../src/contract/images.ts'
import { PLACES } from '../../../src/contract/places.ts'
import { GRAFANA_MOUNTS, OBSERVABILITY, STACK } from '../../../src/contract/stack.ts'
import type { Need } from '../../../src/contract/needs/types.ts'
import type { ImageRef } from '../../../src/contract/types.ts'
import type { Json } from '../../../src/edit/types.ts'
import { dirname, isInside } from '../../../src/text/paths.ts'
import { WATCHERS } from '../_common/images.ts'
import { BACKEND, CONFINED, FRONTEND, health, limits, type Container, type HostPorts } from './container.ts'

/** What watches the stack, and the volumes that it keeps. */
export interface Watchers {
  readonly containers: readonly Container[]
  readonly volumes: readonly string[]
}

type Value = Readonly<Record<string, Json>>

/** @returns the containers of the profile: those whose configuration is in the repository */
export function watchersOf(
  ctx: Context,
  needs: readonly Need[],
  digests: readonly string[],
  ports: HostPorts,
): Watchers {
  if (!ctx.ws.has(PLACES.prometheus)) return { containers: [], volumes: [] }
  const container = (name: string, image: ImageRef, value: Value): Container => ({
    name,
    about: [],
    value: {
      image: imageText(pinned(image, digests)),
      profiles: [OBSERVABILITY],
      ...value,
      ...limits('0.5', '512M'),
      ...CONFINED,
    },
  })
  const grafana = ctx.ws.files.some(file => GRAFANA_MOUNTS.some(mount => isInside(file, mount.from)))
  return {
    containers: [
      container(STACK.prometheus.host, WATCHERS.prometheus, prometheus(ports)),
      ...(ctx.ws.has(PLACES.alertmanager)
        ? [container(STACK.alertmanager.host, WATCHERS.alertmanager, alertmanager(ports))]
        : []),
      ...(grafana ? [container(STACK.grafana.host, WATCHERS.grafana, grafanaValue(ctx, ports))] : []),
      ...(ctx.ws.has(PLACES.blackbox) ? [container(STACK.blackbox.host, WATCHERS.blackbox, blackbox())] : []),
      ...needs.map(need => container(need.exporter.job, need.definition.exporter.image, exporter(need))),
    ],
    volumes: ['prometheus-data', ...(grafana ? ['grafana-data'] : [])],
  }
}

function prometheus(ports: HostPorts): Value {
  const { folder, port } = STACK.prometheus
  return {
    command: [
      `--config.file=${folder}/prometheus.yml`,
      '--storage.tsdb.path=/prometheus',
      '--storage.tsdb.retention.time=7d',
    ],
    ports: [ports.publish(port)],
    volumes: [mount(dirname(PLACES.prometheus), folder), 'prometheus-data:/prometheus'],
    ...health('wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/-/ready`),
    networks: [FRONTEND, BACKEND],
  }
}

function alertmanager(ports: HostPorts): Value {
  const { folder, port } = STACK.alertmanager
  return {
    command: [`--config.file=${folder}/alertmanager.yml`, '--storage.path=/alertmanager', '--cluster.listen-address='],
    ports: [ports.publish(port)],
    volumes: [mount(dirname(PLACES.alertmanager), folder)],
    tmpfs: ['/alertmanager'],
    ...health('wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/-/ready`),
    networks: [FRONTEND],
  }
}

/** It is reached from this machine only: whoever looks needs no password, and can change nothing. */
function grafanaValue(ctx: Context, ports: HostPorts): Value {
  const mounts = GRAFANA_MOUNTS.filter(({ from }) => ctx.ws.files.some(file => isInside(file, from)))
  const { port } = STACK.grafana
  return {
    environment: {
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
      GF_AUTH_BASIC_ENABLED: 'false',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    },
    ports: [ports.publish(port)],
    volumes: ['grafana-data:/var/lib/grafana', ...mounts.map(({ from, to }) => mount(from, to))],
    tmpfs: ['/tmp'],
    ...health('wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/api/health`),
    networks: [FRONTEND],
  }
}

function blackbox(): Value {
  return {
    command: [`--config.file=${STACK.blackbox.file}`],
    volumes: [mount(PLACES.blackbox, STACK.blackbox.file)],
    networks: [FRONTEND],
  }
}

function exporter(need: Need): Value {
  return {
    environment: need.definition.exporter.environment(need),
    depends_on: { [need.host]: { condition: 'service_healthy' } },
    networks: [BACKEND],
  }
}

function mount(from: string, to: string): string {
  return `./${from}:${to}:ro`
}
