import { certain, likely } from '../fact.ts'
import { pathsIn } from '../source/rust.ts'
import type { Evidence, Fact, Workload } from '../types.ts'
import type { View } from '../view.ts'
import { calls, type Deployment } from './deployment.ts'
import { reaches, serverFiles } from './rust-server.ts'
import type { Program } from './rust-program.ts'

/** Crates of programs for people at a terminal. */
const TERMINAL = [
  'ratatui',
  'tui',
  'crossterm',
  'dialoguer',
  'inquire',
  'indicatif',
  'rustyline',
  'comfy-table',
  'cursive',
  'termion',
  'clap_complete',
  'clap_mangen',
  'skim',
]
const COMMAND_LINE =
  /(?:^|[-_ ])(?:cli|ctl|admin|tool|tools|client|cmd|gen|migrate|migration|migrator|migrations|seed|bench|xtask|lint|linter|codegen|fmt|installer|bootstrap|setup)s?(?:$|[-_ ])/i
/** What shows how something is done is no product, unless something runs it for good. */
const EXAMPLE = /(?:^|[-_ ])examples?(?:$|[-_ ])/i
/** The last word of a name says what a program is: an `admin-operator` is no tool for admins. */
export const STAYS = /[-_](?:operator|controller|server|service|daemon|worker|gateway|agent)$/i
const DESCRIBED = /\b(?:cli|command[- ]line|command line tool|linter|formatter|library)\b/i
/** Crates, with the calls that take messages, or keep a schedule, for as long as the program runs. */
const WORK: readonly (readonly [crates: RegExp, call: RegExp])[] = [
  [/^sea-streamer(-\w+)?$/, /^create_consumer$/],
  [/^(rdkafka|rskafka|kafka)$/, /^(StreamConsumer|BaseConsumer|StreamConsumerBuilder|Consumer)$/],
  [/^(lapin|deadpool-lapin|amqprs|bb8-lapin)$/, /^(basic_consume|set_delegate)$/],
  [/^amiquip$/, /^consume$/],
  [/^(async-nats|nats)$/, /^(subscribe|queue_subscribe|messages)$/],
  [/^aws-sdk-sqs$/, /^receive_message$/],
  [/^(google-cloud-pubsub|pulsar)$/, /^(receive|subscribe|consumer)$/],
  [/^apalis(-\w+)?$/, /^(WorkerBuilder|Monitor)$/],
  [
    /^(rusty-sidekiq|sidekiq|fang|faktory|celery|background-jobs|sqlxmq|graphile_worker)$/,
    /^(Processor|AsyncWorkerPool|WorkerPool|WorkerBuilder|WorkerConfig|JobRunnerOptions|JobRegistry|WorkerOptions|consume_from|Consumer)$/,
  ],
  [
    /^(tokio-cron-scheduler|clokwerk|job_scheduler|delay_timer)$/,
    /^(JobScheduler|AsyncScheduler|Scheduler|DelayTimerBuilder)$/,
  ],
  [/^(rumqttc|paho-mqtt)$/, /^(subscribe|subscribe_many|EventLoop)$/],
  // Bots are told what people write, for as long as they run.
  [/^(serenity|poise)$/, /^(event_handler|event_handler_arc|raw_event_handler|FrameworkOptions)$/],
  [/^twilight-gateway$/, /^(Shard|Cluster|create_recommended|create_range|create_iterator)$/],
  [/^(teloxide|tbot|carapax|frankenstein)$/, /^(Dispatcher|repl|commands_repl|event_loop|LongPoll|get_updates)$/],
  [/^grammers-client$/, /^(next_update|stream_updates)$/],
  [/^matrix-sdk$/, /^(sync|sync_stream|sync_with_callback|sync_with_result_callback)$/],
  [/^slack-morphism$/, /^SlackClientSocketModeListener$/],
]
const EXPORTERS = ['metrics-exporter-prometheus', 'prometheus_exporter']

type Candidate = Omit<Program, 'start' | 'workload'>

/**
 * @returns what a program without a server does for a living: a worker or a scheduled job, when something in the repository runs it
 * (a container, a manifest, a Procfile), or when it consumes a queue or exposes metrics; undefined for programs that people call
 */
export function workerOf(view: View, candidate: Candidate): Fact<Workload> | undefined {
  const { source, binary, runs } = candidate
  const procfile = runs.find(run => run.kind === 'procfile')
  if (procfile?.workload) return certain(procfile.workload === 'http' ? 'worker' : procfile.workload, procfile.evidence)
  const called = runs.find(run => run.kind === 'kubernetes' && calls(run, binary.name))
  if (called) return certain(called.workload ?? 'worker', called.evidence)
  if (isCommandLine(candidate)) return undefined
  const manifest = runs.find(run => run.kind === 'kubernetes')
  if (manifest) return certain(manifest.workload ?? 'worker', manifest.evidence)
  const consumer = consumerOf(view, candidate)
  const stays = consumer !== undefined || isAsync(source.facts.dependencies)
  if (!stays && !runs.some(run => run.kind === 'compose')) return undefined
  const run = strongest(runs)
  if (run) return likely(run.workload ?? 'worker', run.evidence)
  if (consumer) return likely('worker', consumer)
  const exporter = exporterOf(view, candidate)
  return exporter && likely('worker', exporter)
}

function consumerOf(view: View, { code, source, binary, used }: Candidate): Evidence | undefined {
  const files = serverFiles(code, source, binary)
  for (const [crates, call] of WORK) {
    if (!used.some(use => crates.test(use.dependency.name))) continue
    for (const file of code.matching(
      files,
      new RegExp(
        call.source
          .slice(1, -1)
          .replace(/^\(?/, String.raw`\b(?:`)
          .replace(/\)?$/, String.raw`)\b`),
      ),
    )) {
      const use = pathsIn(file).find(
        path => call.test(path.path.split('::').find(part => call.test(part)) ?? '') && (path.args > 0 || !path.member),
      )
      if (use && reaches(code, files, binary, { source: file, use }, true))
        return view.evidence(file.path, use.line, `takes messages with ${use.path}`)
    }
  }
  return undefined
}

function strongest(runs: readonly Deployment[]): Deployment | undefined {
  const order = ['compose', 'dockerfile', 'workflow'] as const
  return order.flatMap(kind => runs.filter(run => run.kind === kind))[0]
}

/** @returns true for a program that people call at a terminal, by its name, description and libraries */
export function isCommandLine({ source, binary, runs }: Candidate): boolean {
  const { name, description, dependencies } = source.facts
  const isShown = (word: string): boolean => EXAMPLE.test(word) && !runs.some(({ kind }) => kind === 'dockerfile')
  const named =
    !STAYS.test(binary.name) && [binary.name, name?.value ?? ''].some(word => COMMAND_LINE.test(word) || isShown(word))
  if (named || DESCRIBED.test(description?.value ?? '')) return true
  return dependencies.some(dependency => dependency.kind !== 'dev' && TERMINAL.includes(dependency.name))
}

function isAsync(dependencies: Candidate['source']['facts']['dependencies']): boolean {
  return dependencies.some(dependency => /^(tokio|async-std|smol|futures|rdkafka)$/.test(dependency.name))
}

/** A program that is scraped runs for long. */
function exporterOf(view: View, { source }: Candidate): Evidence | undefined {
  const dependency = source.facts.dependencies.find(({ name, kind }) => kind !== 'dev' && EXPORTERS.includes(name))
  return dependency && view.evidence(source.facts.manifest, dependency.line, `dependency ${dependency.name}`)
}
