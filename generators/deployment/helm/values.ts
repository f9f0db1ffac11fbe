import { writableFolders } from '../../../src/contract/image-paths.ts'
import type { Answers, Context } from '../../../src/artifact/index.ts'
import { imageText, pinned } from '../../../src/contract/images.ts'
import type { Json } from '../../../src/edit/types.ts'
import { digestsIn } from '../../build/_common/digests.ts'
import { imageOf } from '../_common/questions.ts'
import { SMOKE_TEST } from '../_common/images.ts'
import type { Section } from '../_common/sections.ts'
import type { Chart } from './chart.ts'
import { egressOf } from './egress.ts'
import { count, DURATION, FLAG, keys, list, NAME, OBJECT, PORT, SECONDS, TEXT, TEXTS, type Schema } from './schema.ts'

/** A value of the chart: what it is in values.yaml, and what values.schema.json lets it be. */
export interface Value extends Section {
  readonly schema: Schema
}

/** @returns all values of a chart, in the order of values.yaml */
export function valuesOf(ctx: Context, chart: Chart, answers: Answers): readonly Value[] {
  return [
    ...imageValues(chart, answers),
    ...settingValues(chart),
    ...sizeValues(ctx, chart),
    ...(chart.ports.length ? wayIn(chart) : []),
    ...networkValues(chart),
    ...metricsValues(chart),
    ...(chart.migrations ? [migrationValue(chart.migrations.command)] : []),
    ...(chart.ports.length ? [smokeTest(answers)] : []),
    ...podValues(chart),
  ]
}

function imageValues({ service }: Chart, answers: Answers): readonly Value[] {
  return [
    {
      key: 'image',
      about: ['tag: appVersion of Chart.yaml unless it is set. digest (sha256:…): what the tag must be.'],
      value: { repository: imageOf(service, answers), tag: '', digest: '', pullPolicy: 'IfNotPresent' },
      schema: keys({
        repository: NAME,
        tag: { type: 'string', pattern: '^$|^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$' },
        digest: { type: 'string', pattern: '^$|^sha256:[0-9a-f]{64}$' },
        pullPolicy: { enum: ['Always', 'IfNotPresent', 'Never'] },
      }),
    },
    {
      key: 'imagePullSecrets',
      about: ['- name: …, for a registry that asks who pulls.'],
      value: [],
      schema: list(OBJECT),
    },
  ]
}

function settingValues({ environment: { settings, secrets, missing } }: Chart): readonly Value[] {
  const open = missing.length ? [`To be said: ${missing.join(', ')}.`] : []
  const held = secrets.length ? [`It holds ${secrets.map(secret => secret.name).join(', ')}.`] : []
  return [
    {
      key: 'config',
      about: ['Variables of the environment that are no secrets, as text.', ...open],
      value: settings,
      schema: TEXTS,
    },
    {
      key: 'secret',
      about: ['Name of a Secret in the namespace, whose keys become variables of the environment.', ...held],
      value: { name: '' },
      schema: keys({ name: TEXT }),
    },
  ]
}

function sizeValues(ctx: Context, { service, scales, shares, drains, dockerfile }: Chart): readonly Value[] {
  const memory = `${ctx.contract.targets.memoryMebibytes}Mi`
  const { drain } = service
  const scaling: readonly Value[] = [
    {
      key: 'replicas',
      about: ['While autoscaling is off.'],
      value: 1,
      schema: count(0),
    },
    {
      key: 'autoscaling',
      about: shares ? [] : ['Off: nothing shows that two of it may work side by side.'],
      value: { enabled: shares, minReplicas: 2, maxReplicas: 6, targetCPUPercent: 70 },
      schema: keys({
        enabled: FLAG,
        minReplicas: count(1),
        maxReplicas: count(1),
        targetCPUPercent: { type: 'integer', minimum: 1, maximum: 100 },
      }),
    },
  ]
  const persistence: Value = {
    key: 'persistence',
    about: ['Where its file of data lies. storageClassName: that of the cluster unless it is set.'],
    value: { folder: dockerfile?.volumes[0] ?? '/data', size: '1Gi', storageClassName: '' },
    schema: keys({ folder: NAME, size: NAME, storageClassName: TEXT }),
  }
  return [
    {
      key: 'resources',
      about: ['No limit for the CPU: it would only slow down a service on a node that has time.'],
      value: {
        requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '256Mi' },
        limits: { memory, 'ephemeral-storage': '256Mi' },
      },
      schema: OBJECT,
    },
    ...(scales ? scaling : [persistence]),
    {
      key: 'shutdown',
      about: drains
        ? ['Seconds between the order to end and the end: until load balancers know, then for requests in flight.']
        : ['Seconds that it may take to finish what it is working on when it is told to end.'],
      value: drains ? { delaySeconds: drain.delay, timeoutSeconds: drain.timeout } : { timeoutSeconds: drain.timeout },
      schema: keys(drains ? { delaySeconds: SECONDS, timeoutSeconds: SECONDS } : { timeoutSeconds: SECONDS }),
    },
  ]
}

function wayIn({ hasIngress }: Chart): readonly Value[] {
  const ingress: Value = {
    key: 'ingress',
    about: [
      'Off without a host. className: that of the cluster unless it is set. tlsSecretName: <name of the release>-tls.',
    ],
    value: { host: '', className: '', tlsSecretName: '', annotations: {} },
    schema: keys({ host: TEXT, className: TEXT, tlsSecretName: TEXT, annotations: TEXTS }),
  }
  return [
    { key: 'service', about: [], value: { port: 80 }, schema: keys({ port: PORT }) },
    ...(hasIngress ? [ingress] : []),
  ]
}

function networkValues(chart: Chart): readonly Value[] {
  const { ports, unknown } = egressOf(chart.service)
  const monitored = chart.hasMetrics || chart.probe !== undefined
  const open = unknown.length ? [`The ports of ${unknown.join(', ')} are not known: add them.`] : []
  const inside = chart.ports.length > 0
  return [
    {
      key: 'networkPolicy',
      about: [
        'All that it may talk to beside the DNS; egress and ingress take further rules of a NetworkPolicy,',
        'for other services and for the internet.',
        ...open,
      ],
      value: {
        egressPorts: [...ports],
        egress: [],
        ...(inside ? { ingress: [] } : {}),
        ...(chart.hasIngress ? { ingressNamespace: 'ingress-nginx' } : {}),
        ...(inside && monitored ? { monitoringNamespace: 'monitoring' } : {}),
      },
      schema: keys({
        egressPorts: list(PORT),
        egress: list(OBJECT),
        ...(inside ? { ingress: list(OBJECT) } : {}),
        ...(chart.hasIngress ? { ingressNamespace: NAME } : {}),
        ...(inside && monitored ? { monitoringNamespace: NAME } : {}),
      }),
    },
  ]
}

function metricsValues({ probe, hasMetrics, monitoring }: Chart): readonly Value[] {
  const prober = probe !== undefined
  const asked = prober || hasMetrics
  const labelled = asked || monitoring.rules !== undefined
  if (!labelled && monitoring.dashboards.length === 0) return []
  return [
    {
      key: 'metrics',
      about: [
        'For Prometheus Operator: its types must be in the cluster. labels: those that its Prometheus looks for.',
        ...(prober
          ? ['prober: address of a blackbox exporter (name.namespace.svc:9115), which then asks from outside.']
          : []),
      ],
      value: {
        enabled: false,
        ...(asked ? { interval: '30s' } : {}),
        ...(labelled ? { labels: {} } : {}),
        ...(prober ? { prober: '' } : {}),
      },
      schema: keys({
        enabled: FLAG,
        ...(asked ? { interval: DURATION } : {}),
        ...(labelled ? { labels: TEXTS } : {}),
        ...(prober ? { prober: TEXT } : {}),
      }),
    },
  ]
}

function migrationValue(command: readonly string[]): Value {
  return {
    key: 'migration',
    about: ['Program and arguments that apply migrations: run once in the image, before the first new Pod.'],
    value: { command },
    schema: keys({ command: list(TEXT) }),
  }
}

/** An image with wget and nc, which the service's own need not have. */
function smokeTest(answers: Answers): Value {
  return {
    key: 'smokeTest',
    about: ['Asks the service once: helm test.'],
    value: { image: imageText(pinned(SMOKE_TEST, digestsIn(answers))) },
    schema: keys({ image: NAME }),
  }
}

function podValues({ service, user, dockerfile, scales }: Chart): readonly Value[] {
  const volumes = dockerfile
    ? dockerfile.volumes.slice(scales ? 0 : 1).filter(folder => folder !== '/tmp')
    : writableFolders(service)
  return [
    {
      key: 'user',
      about: ['User and group of the process.'],
      value: user,
      schema: count(1),
    },
    {
      key: 'writableFolders',
      about: ['Everything else is read-only.'],
      value: ['/tmp', ...volumes],
      schema: { ...list(NAME), minItems: 1, uniqueItems: true },
    },
    {
      key: 'args',
      about: ['Arguments of the program, in place of those of the image.'],
      value: [],
      schema: list(TEXT),
    },
    { key: 'podAnnotations', about: [], value: {}, schema: TEXTS },
    { key: 'nodeSelector', about: [], value: {}, schema: TEXTS },
    { key: 'tolerations', about: [], value: [], schema: list(OBJECT) },
  ]
}

/** @returns values.schema.json of these values; Helm adds `global` where the chart is part of another one */
export function schemaOf(values: readonly Value[]): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...keys({ ...Object.fromEntries(values.map(value => [value.key, value.schema])), global: OBJECT }),
  }
}
