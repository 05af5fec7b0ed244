// Names for configurations: the same text and hash for the same computation, whatever the order of
// fields, and another one for another computation.

import type { Config } from '../schema/config';
import { hashText } from '../../common/hash';
import { rateValues, yValues, type MapConfig, type MapRun } from './map';
import type { Param } from '../schema/param';
import { PARAMS } from '../schema/schema';

const texts = new WeakMap<MapConfig, string>();

/** Everything that decides about a map's results, and nothing else, as text. Asked at every frame. */
export function canonicalMap(map: MapConfig): string {
  let text = texts.get(map);
  if (text === undefined) texts.set(map, (text = mapText(map)));
  return text;
}

function mapText(map: MapConfig): string {
  const shared = configText(map.base, BASE);
  const rates = map.optimizers.map((name) => `${name}:${rateValues(map, name).join(',')}`);
  const yAxis = `${map.yAxis.key}:${yValues(map).join(',')}`;
  return [shared, ...rates, yAxis, `repeats:${map.repeats}`, `all:${String(map.everyStep)}`].join(
    ';',
  );
}

export function mapHash(map: MapConfig): string {
  return hashText(canonicalMap(map));
}

/** Name of one run's results: independent of the map it stands in. */
export function runHash({ config, steps }: Pick<MapRun, 'config' | 'steps'>): string {
  return hashText(`${configText(config, RUN)};${steps.join(',')}`);
}

const BASE = PARAMS.filter((p) => p.key !== 'optimizer' && p.key !== 'learningRate');
/** How often a run is probed does not change what a probe finds. */
const RUN = PARAMS.filter((p) => p.key !== 'probeEvery');

function configText(config: Config, params: readonly Param[]): string {
  return params.map((p) => `${p.link}=${String(config[p.key])}`).join('&');
}
