import type { SyntaxNode } from '@lezer/common'
import { dirname, relative } from '../../text/paths.ts'
import { lineAt } from '../../text/lines.ts'
import { certain, likely } from '../fact.ts'
import { argumentsOf, dotted, literalText, partsOf, sourceOf, type Script } from '../source/script.ts'
import { nodesOf } from '../source/script-nodes.ts'
import { importedFrom, packagesIn, type ScriptCode } from '../source/script-code.ts'
import type { Evidence, Fact, Workload } from '../types.ts'
import type { Deployment } from './deployment.ts'
import { commandsOf, fileOf, isDevelopment, type Command } from './node-command.ts'
import { commandEntry, scriptFact, startScript, type Entry } from './node-entry.ts'
import type { Candidate } from './node-candidate.ts'
import { ownerOf } from './node-imports.ts'

/** Modules whose clients take messages for as long as the program runs. */
const QUEUES =
  /^(bullmq|bull|kafkajs|amqplib|amqp-connection-manager|nats|@nats-io\/.*|sqs-consumer|@google-cloud\/pubsub|@aws-sdk\/client-sqs|rhea|rhea-promise|node-rdkafka|pg-boss|graphile-worker|agenda|bree|bee-queue|@confluentinc\/kafka-javascript|mqtt|rascal|rabbitmq-client)$/
const SCHEDULERS = /^(node-cron|cron|node-schedule|croner|toad-scheduler)$/
/** Clients that stay connected to a chat and answer what is said there. */
const CHATS =
  /^(discord\.js|discord\.js-[\w-]+|@sapphire\/framework|discordx|discord-akairo|seyfert|oceanic\.js|eris|@discordeno\/bot|telegraf|grammy|node-telegram-bot-api|@slack\/bolt|@slack\/socket-mode|matrix-bot-sdk|whatsapp-web\.js|@whiskeysockets\/baileys|tmi\.js|irc-framework)$/
/** Text of a file that may be one with such a client. */
const CLIENT =
  /bull|kafka|amqp|nats|sqs|pubsub|rhea|boss|graphile|agenda|bree|bee-queue|mqtt|rascal|rabbit|cron|schedul|discord|oceanic|eris|telegra|grammy|slack|matrix-bot|whatsapp|baileys|tmi\.js|irc-/i
/** Text of a file that may bring a client of another one in touch with its chat. */
const CONNECTS = /\.\s*(?:login|launch|startPolling|spawn)\s*\(/
const CONSUMES = /^(consumer|consume|subscribe|process|work|run|createConsumer|createReceiver|on|create)$/

/**
 * @returns what a package without a server does: a worker when its code takes messages or keeps a schedule, when the repository runs it
 * as a container or a process, or when it is an application of a workspace that starts a program of its own
 */
export function workerOf(
  candidate: Candidate,
  entry: Entry | undefined,
  files: readonly string[],
  runs: readonly Deployment[],
): Fact<Workload> | undefined {
  const { source } = candidate
  if (!entry || source.facts.binaries.length) return undefined
  const procfile = runs.find(run => run.kind === 'procfile' && run.workload !== 'http')
  if (procfile) return certain(procfile.workload ?? 'worker', procfile.evidence)
  const consumer = consumerOf(candidate, files)
  if (consumer) return certain('worker', consumer)
  const manifest = runs.find(run => run.kind === 'kubernetes')
  if (manifest) return certain(manifest.workload ?? 'worker', manifest.evidence)
  const own = runs.find(run => run.folder === source.facts.path && source.facts.path !== '.')
  // An image in the folder of a library is for its tests.
  if (own && !(source.facts.hasLibrary && !startScript(source))) return likely('worker', own.evidence)
  return applicationOf(candidate, entry)
}

/** Libraries that ask somebody who sits at a terminal. */
const PROMPTS = /^(inquirer|@inquirer\/.*|prompts|enquirer|@clack\/prompts|readline-sync|ink)$/

/**
 * Where a package takes messages. Without a start script, what other members of the workspace build upon is their library. A library that
 * takes messages does so for the programs that ask it to: it says something of a package with a start script, and nothing of a command for people.
 */
function consumerOf({ code, source, packages }: Candidate, files: readonly string[]): Evidence | undefined {
  const { path } = source.facts
  const own = files.filter(file => ownerOf(file, packages) === path)
  if (startScript(source))
    return consumerIn(code, [...packagesIn(code, own)].some(name => PROMPTS.test(name)) ? own : files)
  return [...packages.values()].some(({ local }) => local.includes(path)) ? undefined : consumerIn(code, own)
}

/** @returns true when the code takes messages from a queue, or keeps a schedule */
export function consumes(code: ScriptCode, files: readonly string[]): boolean {
  return consumerIn(code, files) !== undefined
}

/** @returns where the code takes messages from a queue, keeps a schedule or stays connected to a chat */
export function consumerIn(code: ScriptCode, files: readonly string[]): Evidence | undefined {
  const chats = [...packagesIn(code, files)].some(name => CHATS.test(name))
  for (const file of files) {
    const text = code.view.text(file) ?? ''
    const script = CLIENT.test(text) || (chats && CONNECTS.test(text)) ? code.script(file) : undefined
    if (!script) continue
    const works = script.modules.some(module => QUEUES.test(module) || SCHEDULERS.test(module))
    const line = works ? consumingLine(script) : undefined
    if (line !== undefined) return code.view.evidence(file, line, 'takes messages from a queue, or runs on a schedule')
    const chat = chats ? connectingLine(script) : undefined
    if (chat !== undefined) return code.view.evidence(file, chat, 'stays connected to a chat')
  }
  return undefined
}

/** `client.login(token)`, `bot.launch()`, `app.start()`, `new TelegramBot(token, { polling: true })`, `new ShardingManager(file).spawn()` */
function connectingLine(script: Script): number | undefined {
  const knows = script.modules.some(module => CHATS.test(module))
  const node = nodesOf(script, 'NewExpression', 'CallExpression').find(node => {
    if (node.name === 'NewExpression') return knows && /\bpolling\s*:/.test(sourceOf(script, node))
    const called = dotted(script, node.firstChild) ?? ''
    if (OF_CLIENT.test(called)) return knows && extendsClient(script, node)
    // Databases have clients that connect as well: only what a chat calls so counts where the client comes from another file.
    return (knows ? CONNECTING : ENTERING).test(called)
  })
  return node && lineAt(script.text, node.from)
}

const CONNECTING =
  /(?:client|bot|app|discord|telegram|irc)\.(?:login|launch|start|connect|initialize|startPolling)$|manager\.spawn$/i
const ENTERING = /(?:client|bot|discord|telegram)\.(?:login|launch|startPolling)$/i
const OF_CLIENT = /^this\.(?:login|launch|start|connect|startPolling)$/

/** `class Bot extends Client { start() { this.login(token) } }` */
function extendsClient(script: Script, node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.name !== 'ClassDeclaration') continue
    const binding = script.bindings.get(dotted(script, outer.getChild('extends')?.nextSibling ?? null) ?? '')
    return binding?.kind === 'import' && CHATS.test(binding.module)
  }
  return false
}

/** `new Worker('queue', …)`, `kafka.consumer(…)`, `channel.consume(…)`, `cron.schedule(…)` */
function consumingLine(script: Script): number | undefined {
  const node = nodesOf(script, 'NewExpression', 'CallExpression').find(node =>
    node.name === 'NewExpression' ? isConsumer(script, node) : isConsuming(script, node),
  )
  return node && lineAt(script.text, node.from)
}

function isConsumer(script: Script, node: SyntaxNode): boolean {
  const made = sourceOf(script, partsOf(node)[0] ?? node)
  return /^(\w+\.)?(Worker|Consumer|CronJob|Cron|Bree|Agenda|PgBoss)$/.test(made) && argumentsOf(node).length > 0
}

function isConsuming(script: Script, node: SyntaxNode): boolean {
  const path = dotted(script, node.firstChild) ?? ''
  const last = path.split('.').at(-1) ?? ''
  if (/^schedule(?:Job)?$/.test(last) && /cron|schedule/i.test(path)) return true
  const event = argumentsOf(node)[0]
  const isMessage = last !== 'on' || /^(message|data)$/.test((event && literalText(script, event)) ?? '')
  return (
    path.includes('.') &&
    CONSUMES.test(last) &&
    isMessage &&
    /queue|consumer|channel|kafka|worker|sub|job|boss|amqp|nats|pubsub|sqs|connection|receiver/i.test(path)
  )
}

/** A private member of a workspace in the folder for applications, with a script that starts its own file. */
function applicationOf({ source }: Candidate, entry: Entry): Fact<Workload> | undefined {
  const { facts } = source
  const start = facts.scripts['start:prod'] ?? facts.scripts['start']
  const isApplication =
    facts.path !== '.' &&
    facts.private &&
    !facts.hasLibrary &&
    /^(apps?|services?|workers?|backend|packages)$/.test(dirname(facts.path).split('/').at(-1) ?? '')
  const runs = commandsOf(source, facts.scripts['start:prod'] ? 'start:prod' : 'start').some(
    command => !isDevelopment(command) && /^(node|tsx|ts-node|bun)$/.test(command.words[0] ?? ''),
  )
  return isApplication && start && runs ? likely('worker', ...start.evidence, ...entry.fact.evidence) : undefined
}

/** Named after what it does, where the program shows that it does it. */
const SCHEDULE_SCRIPT = /^(?:start[:-])?schedule$/

const WORKER_SCRIPT =
  /^(?:start[:-])?(?:workers?|queues?|consumers?|jobs|scheduler|cron|processor)(?:[:-](?:start|prod))?$/

/** Another process of a service: a script that starts a file of its own beside the server. */
export interface Process {
  readonly script: Fact<string>
  readonly entry: Entry
  readonly workload: Fact<Workload>
}

/** @returns the workers that scripts of the package start beside the server that starts with `main` */
export function processesOf(candidate: Candidate, main: Entry | undefined): readonly Process[] {
  const keeps = ({ entry }: Pick<Process, 'entry'>): boolean =>
    consumes(candidate.code, importedFrom(candidate.code, entry.path))
  const named = scriptsBeside(candidate, main, WORKER_SCRIPT)
  const scheduled = scriptsBeside(candidate, main, SCHEDULE_SCRIPT).filter(keeps)
  return [...named, ...scheduled].map(({ script, entry }) => {
    // A program that keeps the schedule itself never ends.
    const workload: Workload = /cron|scheduler/.test(script.value) && !keeps({ entry }) ? 'cron' : 'worker'
    return { script, entry, workload: certain(workload, ...script.evidence) }
  })
}

/**
 * True where a command runs the file of another program in a way of its own: with a variable, `MODE=worker node server.js`, or a word behind
 * the file, `node server.js worker`, that no command of the start script has
 */
function isMode(code: ScriptCode, source: Candidate['source'], path: string, command: Command): boolean {
  const start = startScript(source)
  const usual = start ? commandsOf(source, start.value).filter(it => commandEntry(code, source, it) === path) : []
  const behind = ({ words }: Command): readonly string[] =>
    words.slice(words.findIndex(word => word.replace(/^\.\//, '') === fileOf({ ...command, words })) + 1)
  const variables = Object.entries(command.variables).filter(
    ([name, value]) => name !== 'NODE_ENV' && WORKING.test(value),
  )
  const words = behind(command).filter(word => WORKING.test(word))
  return (
    usual.every(
      it =>
        variables.some(([name, value]) => it.variables[name] !== value) ||
        words.some(word => !behind(it).includes(word)),
    ) && variables.length + words.length > 0
  )
}

/** What tells a program that it is to work, and not to serve. */
const WORKING = /^(?:-{0,2}(?:\w+[=:])?)?(?:workers?|jobs?|queues?|consumers?|scheduler|cron|processor)$/i

/** @returns what scripts whose names are among `names` start from files of their own beside the program that starts with `main`, each file once */
export function scriptsBeside(
  { code, source }: Candidate,
  main: Entry | undefined,
  names: RegExp,
): readonly Pick<Process, 'script' | 'entry'>[] {
  const found = new Map<string, Pick<Process, 'script' | 'entry'>>()
  for (const name of Object.keys(source.facts.scripts)) {
    const script = names.test(name) ? scriptFact(source, name) : undefined
    if (!script) continue
    for (const command of commandsOf(source, name)) {
      const path = isDevelopment(command) ? undefined : commandEntry(code, source, command)
      if (path === undefined || found.has(path) || (path === main?.path && !isMode(code, source, path, command)))
        continue
      found.set(path, {
        script,
        entry: { path, fact: certain(relative(source.facts.path, path), ...script.evidence) },
      })
    }
  }
  return [...found.values()]
}
