import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { git, temporaryFolder } from '../support/repository.ts'
import type { Subject } from './judge.ts'
import { folder } from './tree.ts'

/**
 * What each validator must find in its sample broken/<validator>/, so that one that is not asked, or not heard, is noticed.
 * A validator without rules has its own name here.
 */
export const BROKEN: Readonly<Record<string, readonly string[]>> = {
  actionlint: ['actionlint/events', 'actionlint/expression', 'actionlint/SC2086'],
  zizmor: ['zizmor/template-injection', 'zizmor/unpinned-uses', 'zizmor/dependabot-cooldown'],
  ghalint: ['ghalint/job_timeout_minutes_is_required', 'ghalint/job_permissions'],
  'language-service': ['language-service/invalid-uses-format'],
  'schema of github-workflows': ['schema of github-workflows'],
  'schema of dependabot': ['schema of dependabot'],
  'schema of github-issue-forms': ['schema of github-issue-forms'],
  'schema of github-issue-config': ['schema of github-issue-config'],
  hadolint: ['hadolint/DL3007', 'hadolint/DL3025', 'hadolint/SC2086'],
  'dockerfile-check': ['dockerfile-check/StageNameCasing', 'dockerfile-check/JSONArgsRecommended'],
  markdownlint: ['markdownlint/MD001', 'markdownlint/MD041'],
  links: ['links/missing-file', 'links/missing-heading', 'links/missing-heading-in-file'],
  prettier: ['prettier'],
  yamllint: ['yamllint/key-duplicates', 'yamllint/trailing-spaces'],
  taplo: ['taplo'],
  shellcheck: ['shellcheck/SC2086'],
  gitleaks: ['gitleaks/generic-api-key'],
  'gitleaks configuration': ['gitleaks configuration'],
  licensecheck: ['licensecheck'],
  codeowners: [
    'codeowners/owner',
    'codeowners/syntax',
    'codeowners/duplicate',
    'codeowners/no-file',
    'codeowners/unowned',
  ],
  text: ['text/template', 'text/control', 'text/trailing-space', 'text/line-end', 'text/final-newline'],
  pragmas: [
    'pragmas/hadolint-DL3007',
    'pragmas/zizmor-adhoc-packages',
    'pragmas/markdownlint-MD024',
    'pragmas/shellcheck-SC2086',
  ],
  helm: ['helm/lint'],
  'helm-schema': ['helm-schema/open'],
  untt: ['untt/no-report', 'untt/none'],
  kubeconform: ['kubeconform/schema'],
  'kube-score': ['kube-score/cpu-limit-is-not-set', 'kube-score/image-with-latest-tag'],
  'kubectl-validate': ['kubectl-validate/invalid'],
  conftest: ['selector', 'open', 'stranger', 'replicas', 'target', 'port', 'backend', 'monitor', 'grace'].map(
    rule => `conftest/${rule}`,
  ),
  checkov: ['checkov/CKV_DOCKER_3', 'checkov/CKV_K8S_11', 'checkov/CKV_K8S_14'],
  'docker-compose': ['docker-compose/no-report'],
  'k6 types': ['k6 types/TS2551'],
  dashboards: [
    'uid',
    'ids',
    'job',
    'range',
    'uneditable-dashboard',
    'template-instance-rule',
    'panel-datasource-rule',
  ].map(rule => `dashboards/${rule}`),
  k6: ['k6'],
  'promtool rules': ['promtool rules/no-report'],
  'promtool config': ['promtool config/no-report'],
  'promtool tests': ['promtool tests/no-report'],
  'promtool-3 rules': ['promtool-3 rules/no-report'],
  'promtool-3 config': ['promtool-3 config/no-report'],
  'promtool-3 tests': ['promtool-3 tests/no-report'],
  pint: ['pint/no-report'],
  amtool: ['amtool/no-report'],
  'amtool routes page': ['amtool routes page/no-report'],
  'amtool routes team': ['amtool routes team/no-report'],
  'amtool routes watchdog': ['amtool routes watchdog/no-report'],
  json: ['json/syntax'],
}

const SAMPLES = fileURLToPath(new URL('broken/', import.meta.url))
/** Stands within what a scanner would take for a secret of this repository. */
const SPLIT = '<split>'

/** @returns the validator's sample as a repository of which every file was written just now. @throws when there is none */
export function brokenSubject(validator: string): Subject {
  const sample = path.join(SAMPLES, validator.replaceAll(' ', '-'))
  if (!existsSync(sample)) throw new Error(`there is no sample ${sample}`)
  const dir = path.join(temporaryFolder(), 'broken')
  cpSync(sample, dir, { recursive: true })
  git(dir, 'init', '-q')
  const after = folder(dir)
  for (const file of after.all.filter(name => after.text(name).includes(SPLIT))) {
    writeFileSync(path.join(dir, file), readFileSync(path.join(dir, file), 'utf8').replaceAll(SPLIT, ''))
  }
  return { name: `broken/${path.basename(sample)}`, licence: 'MIT', after, before: null, written: after.all }
}
