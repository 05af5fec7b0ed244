// The map that the terminal is asked for: a file, a link of the page, or the words of such a link.

import { clampMap, type ClampedMap } from '../src/config/map/clamp';
import { DEFAULT_MAP, type MapConfig } from '../src/config/map/map';
import { MAP_PREFIX, readMap, writeMap } from '../src/config/link/map_link';
import { parseLink } from '../src/config/link/link';
import { PARAMS } from '../src/config/schema/schema';
import { readArguments, readJson, UsageError } from './arguments';

/** Words of a map in links, without their prefix; the settings of its runs come besides. */
const MAP_WORDS = [
  ...['optimizers', 'rate.gd', 'rate.adam', 'rate.sign', 'rate.muon'],
  ...['y-axis', 'rows', 'range', 'scale', 'choices', 'repeats', 'every-step'],
];

export interface MapOptions {
  map: MapConfig;
  /** Value of an option that is not about the map. */
  get(name: string): string | undefined;
  words: readonly string[];
}

/** @param own  names of the command's own options */
export function mapOptions(argv: readonly string[], own: readonly string[]): MapOptions {
  const settings = [...MAP_WORDS, ...PARAMS.map((p) => p.link)];
  const { words, values } = readArguments(argv, [...own, 'config', 'link', ...settings]);
  // `--link` is a teacher's link function; an address is told from it by its `#`.
  const isSetting = (name: string, value: string): boolean =>
    settings.includes(name) && !(name === 'link' && value.includes('#'));
  const over = new Map([...values].filter(([name, value]) => isSetting(name, value)));
  const others = new Map([...values].filter(([name, value]) => !isSetting(name, value)));
  const start = startingMap(others);
  const map = over.size > 0 ? withSettings(start, over) : start;
  return { map, get: (name) => others.get(name), words };
}

function startingMap(options: ReadonlyMap<string, string>): MapConfig {
  const file = options.get('config');
  const address = options.get('link');
  if (file !== undefined && address !== undefined) {
    throw new UsageError('--config and --link both name a map; give one of them');
  }
  if (file !== undefined) return strict(clampMap(mapIn(file)));
  if (address === undefined) return DEFAULT_MAP;
  const { state, warnings } = parseLink(address.slice(address.indexOf('#')));
  return strict({ map: state.map, warnings });
}

/** The map of a file: a map on its own, or a file that a sweep has written. */
function mapIn(file: string): unknown {
  const content = readJson(file);
  const record = typeof content === 'object' && content !== null ? content : {};
  const inner: unknown = 'map' in record ? record.map : record;
  // “up” is what the first version called the y axis.
  const known: readonly string[] = [...Object.keys(DEFAULT_MAP), 'up'];
  for (const key of Object.keys(inner ?? {})) {
    if (!known.includes(key)) throw new UsageError(`${file}: unknown field “${key}” in the map`);
  }
  return inner;
}

/** A map with the words of the command line over it. */
function withSettings(start: MapConfig, settings: ReadonlyMap<string, string>): MapConfig {
  const words = new Map<string, string>();
  // What the starting map says, in the same words; then what is said here.
  writeMap(start, (word, value) => words.set(word.slice(MAP_PREFIX.length), value));
  for (const [word, value] of settings) words.set(word, value);
  return strict(readMap(words));
}

/** Where the page mends a value and says so, the terminal refuses it. */
function strict({ map, warnings }: ClampedMap): MapConfig {
  if (warnings.length > 0) throw new UsageError(warnings.join(' '));
  return map;
}
