import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['rumqttc', 'paho-mqtt', 'mqtt-async-client'],
  npm: ['mqtt', 'async-mqtt'],
  queue: 'mqtt',
}
