/** The rules that are tried for a fact, in their order: for `explain fact <name>`, and nothing else. */
export interface Rule {
  readonly says: string
  /** How the evidence of a fact that this rule found begins. */
  readonly shows: RegExp
}

/** A fact of a service, with how the user can set it where that is possible. */
export interface FactRules {
  readonly about: string
  readonly rules: readonly Rule[]
}

const rule = (says: string, shows: RegExp): Rule => ({ says, shows })
const dependency = rule(
  'a dependency of the package, or of a package of the repository that it is built from',
  /^(dependency|crate) /,
)

export const FACT_RULES: Readonly<Record<string, FactRules>> = {
  port: {
    about: 'where the service listens when nothing is configured: code before files of the deployment',
    rules: [
      rule(
        'the call that opens the socket, its argument followed to a literal',
        /^(port that the code listens on|address that)/,
      ),
      rule('a flag or variable of the start script', /^package\.json scripts/),
      rule('a setting of that name, or the default of a clap, serde or schema field', /^port in the settings/),
      rule('a configuration file', /^configuration file/),
      rule('the value of the variable in the image, a .env file or a compose file', /^(value of|Dockerfile ENV)/),
      rule("the web server's own configuration", /^listen in the configuration/),
      rule('what the framework listens on by itself', /^(port that .* by itself|starts a server)/),
      rule('what an existing Dockerfile exposes', /^Dockerfile EXPOSE/),
      rule('what a compose file publishes of its image', /^compose service/),
    ],
  },
  workload: {
    about: 'what kind of program it is',
    rules: [
      rule('the code starts a server', /^(starts|opens a socket)/),
      rule('a framework that renders, or builds a site', /^dependency /),
      rule(
        'a Procfile, a Kubernetes manifest, a compose service or an image runs it',
        /^(Procfile|Kubernetes|compose|command of the image|workflow)/,
      ),
      rule('the code takes messages from a queue, or keeps a schedule', /^takes messages/),
      rule('a script starts it', /^package\.json scripts/),
    ],
  },
  framework: {
    about: 'what it is written with',
    rules: [dependency, rule('the place that starts it', /^starts a server/)],
  },
  entry: {
    about: 'the source file that it starts with',
    rules: [
      rule('the binary that cargo builds', /^binary/),
      rule('what the scripts run, built files led back to their source', /^package\.json scripts/),
      rule('main of the manifest', /^package\.json main/),
      rule('a usual name', /^usual name/),
    ],
  },
  databases: {
    about: 'databases that it talks to',
    rules: [dependency, rule('the datasource of a Prisma schema', /^provider of/)],
  },
  cache: { about: 'caches that it talks to', rules: [dependency] },
  queues: { about: 'queues that it talks to', rules: [dependency] },
  orm: { about: 'libraries that it talks to databases with', rules: [dependency] },
  logging: {
    about: 'what it logs with',
    rules: [
      dependency,
      rule('the logger of the framework', /^starts|^dependency /),
      rule('what it prints', /^(prints|writes to the console)/),
    ],
  },
  migrations: {
    about: 'the folder of its migrations',
    rules: [
      rule(
        'the configuration of the tool (diesel.toml, drizzle.config, knexfile, a Prisma schema)',
        /^(diesel|drizzle|knex|src\/knex|config\/|migrations beside)/,
      ),
      rule('a macro that embeds them', /^macro/),
      rule('a package of migrations', /^package of/),
      rule('a folder of that name', /^folder of migrations/),
    ],
  },
  healthPaths: {
    about: 'paths that tell whether it is well',
    rules: [
      rule('routes of the code, with all they are mounted under', /^route/),
      rule("the framework's own", /^starts a server/),
      rule("the web server's configuration", /^location/),
      rule('the health check of an image or a compose file', /^(HEALTHCHECK|compose)/),
      rule('a library that answers by itself', /^\S+ answers by itself/),
    ],
  },
  metricsPath: {
    about: 'the path of its metrics',
    rules: [
      rule('a route of the code', /^route/),
      rule('the listener of an exporter', /^listener/),
      rule('a library that answers by itself', /^dependency /),
    ],
  },
  packageManager: {
    about: 'what installs and builds it',
    rules: [
      rule('packageManager of the manifest', /^package\.json packageManager/),
      rule('the lock file', /^lock file/),
      rule('what Dockerfiles and workflows run', /^command in the repository/),
      rule('the manifest', /^Cargo\.toml/),
      rule('the usual one', /^npm unless/),
    ],
  },
  startScript: {
    about: 'the script that starts it in production',
    rules: [rule('a script of a usual name', /^package\.json scripts/)],
  },
  buildScript: {
    about: 'the script that builds it',
    rules: [rule('a script of a usual name, or one that compiles', /^package\.json scripts/)],
  },
}
