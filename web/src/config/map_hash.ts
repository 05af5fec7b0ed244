// Names for configurations: the same text and hash for the same computation, whatever the order of
// fields, and another one for another computation.

import type { Config } from './config';
import { rateValues, upValues, type MapConfig, type MapRun } from './map';
import { PARAMS } from './schema';

/** Everything that decides about a map's results, and nothing else, as text. */
export function canonicalMap(map: MapConfig): string {
  const shared = configText(map.base, ['optimizer', 'learningRate']);
  const rates = map.optimizers.map((name) => `${name}:${rateValues(map, name).join(',')}`);
  const up = `${map.up.key}:${upValues(map).join(',')}`;
  return [shared, ...rates, up, `repeats:${map.repeats}`, `all:${String(map.everyStep)}`].join(';');
}

export function mapHash(map: MapConfig): string {
  return hashText(canonicalMap(map));
}

/** Name of one run's results: independent of the map it stands in. */
export function runHash({ config, steps }: Pick<MapRun, 'config' | 'steps'>): string {
  return hashText(`${configText(config, ['probeEvery'])};${steps.join(',')}`);
}

function configText(config: Config, without: readonly string[]): string {
  return PARAMS.filter((p) => !without.includes(p.key))
    .map((p) => `${p.link}=${String(config[p.key])}`)
    .join('&');
}

/** Odd multipliers, one for each 32-bit lane. */
const LANES = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/** 128 bits of a text in hexadecimal: each lane a multiplicative hash with a multiplier of its own. */
export function hashText(text: string): string {
  return LANES.map((multiplier) => {
    let lane = multiplier ^ text.length;
    for (let i = 0; i < text.length; i += 1) {
      lane = Math.imul(lane ^ text.charCodeAt(i), multiplier);
      lane ^= lane >>> 15;
    }
    return (lane >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
