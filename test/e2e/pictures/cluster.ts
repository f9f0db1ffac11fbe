import { counter, gauge, type Labels, type Series } from './series.ts'
import { about, END, ramp, traffic, trouble } from './story.ts'

const MIB = 1024 * 1024
const NAMESPACE = 'production'

/** @returns what blackbox_exporter tells of a service that tells nothing itself: it answers late, and for some minutes not at all */
export function probe(of: Labels): readonly Series[] {
  const fails = (t: number): boolean => trouble(t) > 0.25 && Math.floor(t / 45) % 3 === 0
  return [
    gauge('up', of, () => 1),
    gauge('probe_success', of, t => (fails(t) ? 0 : 1), true),
    gauge('probe_duration_seconds', of, t => about(fails(t) ? 9.5 : 0.02 + 1.8 * trouble(t), t, 3, 0.2)),
    gauge('probe_http_status_code', of, t => (fails(t) ? 0 : 200)),
  ]
}

/** When the memory of a pod was full, and its container was killed. */
const KILLED: readonly number[] = [42, 38, 34].map(minutes => END - minutes * 60)
const PODS = ['2xkqp', 'm7v4d', 'zt9wl']

/** @returns what kube-state-metrics and cAdvisor tell of a deployment: the memory of one pod grows until it is killed */
export function cluster(id: string): readonly Series[] {
  const state: Labels = { job: 'kube-state-metrics', instance: '10.42.0.9:8080', namespace: NAMESPACE }
  const kubelet: Labels = { job: 'kubelet', instance: '10.0.0.4:10250', namespace: NAMESPACE }
  const wanted = (t: number): number => 2 + (ramp(t, END - 70 * 60, END - 69 * 60) === 1 ? 1 : 0)
  const available = (t: number): number => wanted(t) - (KILLED.some(at => at <= t && t < at + 120) ? 1 : 0)
  return [
    gauge('kube_deployment_spec_replicas', { ...state, deployment: id }, wanted),
    gauge('kube_deployment_status_replicas_available', { ...state, deployment: id }, available),
    gauge('kube_horizontalpodautoscaler_status_current_replicas', { ...state, horizontalpodautoscaler: id }, wanted),
    gauge('kube_horizontalpodautoscaler_spec_max_replicas', { ...state, horizontalpodautoscaler: id }, () => 5),
    ...PODS.flatMap((name, i) => {
      const of = { pod: `${id}-7c9d5b8f64-${name}`, container: id }
      return pod({ ...state, ...of }, { ...kubelet, ...of }, i)
    }),
  ]
}

function pod(state: Labels, kubelet: Labels, index: number): readonly Series[] {
  const lives = (t: number): boolean => index < 2 || t > END - 69 * 60
  const sick = (t: number): number => (index === 0 ? trouble(t) : 0.2 * trouble(t))
  const onlyAlive =
    (value: (t: number) => number) =>
    (t: number): number =>
      lives(t) ? value(t) : Number.NaN
  const killed = (t: number): number => (index === 0 ? KILLED.filter(at => at <= t).length : 0)
  const fill = (t: number): number => {
    const last = KILLED.findLast(at => at <= t) ?? 0
    return index === 0 && trouble(t) > 0.1 ? ramp(t - last, 0, 240) : 0
  }
  const limit = (resource: string, unit: string, value: number): Series =>
    gauge(
      'kube_pod_container_resource_limits',
      { ...state, resource, unit },
      onlyAlive(() => value),
    )
  return [
    limit('memory', 'byte', 256 * MIB),
    limit('cpu', 'core', 0.5),
    gauge('kube_pod_container_status_restarts_total', state, onlyAlive(killed)),
    gauge('kube_pod_container_status_waiting_reason', { ...state, reason: 'CrashLoopBackOff' }, t =>
      index === 0 && KILLED.some(at => at + 30 <= t && t < at + 100) ? 1 : Number.NaN,
    ),
    gauge(
      'container_memory_working_set_bytes',
      kubelet,
      onlyAlive(t => about((80 + 170 * fill(t)) * MIB, t, index, 0.02)),
    ),
    counter('container_cpu_usage_seconds_total', kubelet, t => about(0.12 * traffic(t) + 0.3 * sick(t), t, index)),
    counter('container_cpu_cfs_periods_total', kubelet, () => 10),
    counter('container_cpu_cfs_throttled_periods_total', kubelet, t => 0.2 * traffic(t) + 5 * sick(t)),
  ].map(series => ({
    ...series,
    at: (times: readonly number[]) => series.at(times).map((v, i) => (lives(times[i] ?? 0) ? v : Number.NaN)),
  }))
}
