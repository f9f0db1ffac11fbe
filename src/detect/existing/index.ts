import { byCodeUnit } from '../../text/paths.ts'
import { isForeign } from '../ecosystems/model.ts'
import type { Existing } from '../types.ts'
import type { View } from '../view.ts'
import { kindOf } from './names.ts'

/** Folders that usually hold Kubernetes manifests, and what makes a file one. */
const MANIFESTS =
  /(?:^|\/)(?:k8s|kube|kubernetes|manifests?|deploy(?:ment|ments)?|k8s-[\w-]+|[\w-]+-k8s|infra|ops|argocd|flux|openshift)(?:\/[^/]+)*\/[^/]+\.ya?ml$/i
const RESOURCE =
  /^kind: ["']?(?:Deployment|StatefulSet|DaemonSet|CronJob|Job|Service|Ingress|ConfigMap|Secret|HorizontalPodAutoscaler|PodDisruptionBudget|NetworkPolicy|Namespace|Rollout|HTTPRoute|PersistentVolumeClaim|ServiceAccount|Pod)["']?\s*$/

/** Usual names at the root that may be links to another file of the repository: what is listed are plain files only. */
const LINKS = [
  '.dockerignore',
  'AGENTS.md',
  'CLAUDE.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'GEMINI.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'docker-compose.yml',
]

/** @returns the artifacts that are there already, under any usual name and place, in the order of the files */
export function existingArtifacts(view: View): readonly Existing[] {
  const links = LINKS.filter(path => !view.has(path) && view.ws.stat(path)?.kind === 'link')
  return [...view.files, ...links].sort(byCodeUnit).flatMap(path => {
    const kind = kindOf(path)
    const isManifest = kind === undefined && /\.ya?ml$/i.test(path) && MANIFESTS.test(path)
    if (!(kind !== undefined || isManifest) || isForeign(path)) return []
    if (kind !== undefined) return [{ path, kind, evidence: [view.evidence(path, undefined, `usual name of ${kind}`)] }]
    const line = resourceLine(view, path)
    return line === undefined
      ? []
      : [{ path, kind: 'kubernetes' as const, evidence: [view.evidence(path, line, 'Kubernetes resource')] }]
  })
}

function resourceLine(view: View, path: string): number | undefined {
  const lines = view.lines(path)
  const at = lines.findIndex(line => RESOURCE.test(line))
  return at >= 0 && lines.some(line => line.startsWith('apiVersion:')) ? at + 1 : undefined
}
