import type { Answers, Context, TextQuestion } from '../../../src/artifact/index.ts'
import type { ServiceContract } from '../../../src/contract/types.ts'
import { slug } from '../../../src/text/names.ts'

/** Questions that artifacts of the deployment share. */

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const NAMESPACE_NAME = new RegExp(`^${LABEL}$`)
const HOST_NAME = new RegExp(`^(?=.{1,253}$)${LABEL}(?:\\.${LABEL})+$`)
const REGISTRY_NAME = /^[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\d+)?(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/

export const NAMESPACE: TextQuestion = {
  type: 'text',
  key: 'namespace',
  message: 'Namespace of the cluster that it is deployed to',
  placeholder: '<namespace>',
  default: ctx => slug(ctx.contract.repository.name, 'app'),
  validate: value => NAMESPACE_NAME.test(value) || 'a namespace is a DNS label: lower-case letters, digits and hyphens',
}

/** Nobody is asked: without it there is no way in from outside, which is a state that works. */
export const INGRESS_HOST: TextQuestion = {
  type: 'text',
  key: 'ingress-host',
  message: 'Host name under which production is reached',
  placeholder: '<host.name>',
  when: () => false,
  validate: value => HOST_NAME.test(value) || 'a host name has lower-case labels with a dot between them',
}

/** Nobody is asked: the host of the repository has a registry of its own, or it is set when it is known. */
export const REGISTRY: TextQuestion = {
  type: 'text',
  key: 'registry',
  message: 'Registry and path that images are pushed to',
  placeholder: '<registry/path>',
  when: () => false,
  validate: value => REGISTRY_NAME.test(value) || 'a registry is a host with an optional path: ghcr.io/owner',
}

/** @returns the namespace that a release goes to */
export function namespaceOf(ctx: Context, answers: Answers): string {
  return text(answers, NAMESPACE.key) ?? slug(ctx.contract.repository.name, 'app')
}

/** @returns the host name of the ingress; undefined when nobody said one */
export function ingressHostOf(answers: Answers): string | undefined {
  return text(answers, INGRESS_HOST.key)
}

/** @returns name of the image of a service, without tag */
export function imageOf({ id, image }: ServiceContract, answers: Answers): string {
  const registry = text(answers, REGISTRY.key)
  return registry === undefined ? image : `${registry}/${id}`
}

function text(answers: Answers, key: string): string | undefined {
  const value = answers[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
