// The map's words in the address: `map.optimizers=adam&map.rate.adam=0.01..10x41&map.y-axis=noise`.
// Settings that all its runs share are those of the schema with `map.` before them.

import type { OptimizerName } from '@engine';
import { quoted } from '../../common/text';
import { difference } from '../schema/config';
import { DEFAULT_MAP, OPTIMIZERS, type MapConfig, type Rates, type YAxis } from '../map/map';
import { numberAxis } from '../map/axes';
import { clampMap, type ClampedMap } from '../map/clamp';
import { PARAMS } from '../schema/schema';
import { type ParamKey } from '../schema/param';

export const MAP_PREFIX = 'map.';

const KEY_OF = new Map<string, ParamKey>(
  PARAMS.filter((p) => p.key !== 'optimizer' && p.key !== 'learningRate').map((p) => [
    p.link,
    p.key,
  ]),
);

type Add = (word: string, value: string) => void;

const rangeText = (r: { from: number; to: number; count: number }): string =>
  `${r.from}..${r.to}x${r.count}`;
const ratesText = (rates: Rates): string =>
  'list' in rates ? rates.list.join(',') : rangeText(rates);

/** Hands over the words for what differs from the default map. */
export function writeMap(map: MapConfig, add: Add): void {
  const put: Add = (word, value) => add(MAP_PREFIX + word, value);
  if (map.optimizers.join() !== DEFAULT_MAP.optimizers.join()) {
    put('optimizers', map.optimizers.join(','));
  }
  for (const name of OPTIMIZERS) {
    const text = ratesText(map.rates[name]);
    if (text !== ratesText(DEFAULT_MAP.rates[name])) put(`rate.${name}`, text);
  }
  writeYAxis(map.yAxis, put);
  if (map.repeats !== DEFAULT_MAP.repeats) put('repeats', String(map.repeats));
  if (map.everyStep !== DEFAULT_MAP.everyStep) put('every-step', map.everyStep ? 'on' : 'off');
  const patch = difference(map.base, DEFAULT_MAP.base);
  for (const [word, key] of KEY_OF) {
    const value = patch[key];
    if (value === undefined) continue;
    put(word, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value));
  }
}

function writeYAxis(yAxis: YAxis, put: Add): void {
  if (yAxis.key === 'step') return;
  put('y-axis', yAxis.key);
  if ('choices' in yAxis) {
    put('choices', yAxis.choices.join(','));
  } else if ('from' in yAxis) {
    const axis = numberAxis(yAxis.key);
    if (!axis || rangeText(axis) !== rangeText(yAxis)) put('range', rangeText(yAxis));
    if (axis?.scale !== yAxis.scale) put('scale', yAxis.scale);
  }
}

const OWN_WORDS = [
  ...['optimizers', 'repeats', 'every-step'],
  ...['y-axis', 'rows', 'range', 'scale', 'choices'],
];
const rateOf = (word: string): OptimizerName | undefined =>
  OPTIMIZERS.find((name) => word === `rate.${name}`);

export function isMapWord(word: string): boolean {
  if (!word.startsWith(MAP_PREFIX)) return false;
  const rest = word.slice(MAP_PREFIX.length);
  return KEY_OF.has(rest) || OWN_WORDS.includes(rest) || rateOf(rest) !== undefined;
}

/** @param words  values by word, without the prefix and none but those of `isMapWord`; never throws */
export function readMap(words: ReadonlyMap<string, string>): ClampedMap {
  if (words.size === 0) return { map: DEFAULT_MAP, warnings: [] };
  const base: Record<string, unknown> = {};
  const rates: Record<string, unknown> = {};
  const yAxis: Record<string, unknown> = {};
  const raw: Record<string, unknown> = { base, rates };
  const misread = [...words].filter(([word, value]) => {
    const key = KEY_OF.get(word);
    const optimizer = rateOf(word);
    if (key) base[key] = value;
    else if (optimizer) {
      // A word with dots in it is a range.
      const range = rangeIn(value);
      if (value.includes('..') && !range) return true;
      rates[optimizer] = range ?? { list: wordsIn(value) };
    } else if (word === 'optimizers') raw['optimizers'] = wordsIn(value);
    else if (word === 'repeats') raw['repeats'] = value;
    else if (word === 'every-step') raw['everyStep'] = value;
    // What links of the first version call it.
    else if (word === 'y-axis' || word === 'rows') yAxis['key'] = value;
    else if (word === 'range') {
      const range = rangeIn(value);
      if (!range) return true;
      Object.assign(yAxis, range);
    } else if (word === 'scale') yAxis['scale'] = value;
    else if (word === 'choices') yAxis['choices'] = wordsIn(value);
    return false;
  });
  if ('key' in yAxis) raw['yAxis'] = yAxis;
  const { map, warnings } = clampMap(raw);
  const needs = (word: string, has: boolean, what: string): string[] =>
    words.has(word) && !has
      ? [`“map.${word}” in the link is of no use: the y axis has no ${what}.`]
      : [];
  return {
    map,
    warnings: [
      ...misread.map(([word, value]) => {
        const text = quoted(`${MAP_PREFIX}${word}=${value}`);
        return `${text} in the link was not understood; a range reads 0.01..10x21.`;
      }),
      ...warnings,
      ...needs('range', 'from' in map.yAxis, 'numbers'),
      ...needs('scale', 'from' in map.yAxis, 'numbers'),
      ...needs('choices', 'choices' in map.yAxis, 'words'),
    ],
  };
}

function rangeIn(text: string): Record<string, string | undefined> | undefined {
  const [, from, to, count] = /^(.+?)\.\.(.+?)(?:x([^x]+))?$/i.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : { from, to, count };
}

/** What stands between commas; a space may have become a plus. */
function wordsIn(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.replace(/^[\s+]+|\s+$/g, ''))
    .filter((word) => word !== '');
}
