import type { Framework } from '../catalogue.ts'

/** Each runtime has a server of its own. */
export const detector: Framework = {
  id: 'trillium',
  ecosystem: 'rust',
  packages: ['trillium'],
  port: 8080,
  portVariable: 'PORT',
  hostVariable: 'HOST',
  loopback: true,
  starts: [
    'trillium_tokio::run',
    'trillium_tokio::run_async',
    'trillium_tokio::config',
    'trillium_smol::run',
    'trillium_smol::run_async',
    'trillium_smol::config',
    'trillium_async_std::run',
    'trillium_async_std::run_async',
    'trillium_async_std::config',
  ],
}
