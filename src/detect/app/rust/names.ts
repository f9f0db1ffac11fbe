/** Names that the wiring writes into code. */
export const MODULE = 'prod_ready'

/** File name of the module. */
export const FILE = /(^|\/)prod_ready\.rs$/

/** What a service logs with before the module comes: nothing, one of two well-known one-line loggers, or something that stays. */
export type Logger = 'none' | 'fmt' | 'env' | 'theirs'

/** The function that takes the place of each, so that the code shows what stood there. */
export const LOG_CALLS: Readonly<Record<Exclude<Logger, 'theirs'>, string>> = {
  none: 'log_as_json',
  fmt: 'fmt_as_json',
  env: 'env_logger_as_json',
}

/** The loggers that one statement sets up. */
export const LOGGERS: Readonly<Record<'fmt' | 'env', string>> = {
  fmt: 'tracing_subscriber::fmt::init()',
  env: 'env_logger::init()',
}
