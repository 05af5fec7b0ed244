// What is shown of a run and how: the part of the page's state that no computation depends on.
// It travels in the link beside the configuration, under the same rules.

import { listed, quoted } from '../../common/text';
import { MAP_QUANTITIES } from '../map/colors';
import { METRICS } from '../metrics/metrics';

export type SpectrumForm = 'histogram' | 'linear' | 'singular' | 'rank' | 'ccdf';

/** Layers of the spectrum that can be switched off. */
export type Layer = 'initial' | 'bulk' | 'edges' | 'spikes' | 'hill' | 'ks';
export const LAYERS: readonly Layer[] = ['initial', 'bulk', 'edges', 'spikes', 'hill', 'ks'];

/** Parts of the page, in the order of their tabs. */
export const PARTS = ['explore', 'phases', 'learn', 'weights'] as const;
export type Part = (typeof PARTS)[number];

/** Whether a part shows the runs that the link names; elsewhere they are not computed. */
export function showsRuns(part: Part): boolean {
  return part !== 'phases';
}

export interface ViewState {
  readonly part: Part;
  /** Of the story, from 1. */
  readonly chapter: number;
  readonly plot: SpectrumForm;
  /** Which of the two KS rules is drawn and shown. */
  readonly ksRule: 'reference' | 'robust';
  readonly hidden: readonly Layer[];
  /** Names of the read-outs drawn as curves over the steps. */
  readonly curves: readonly string[];
  /** Recorded step on display; null is the newest one. */
  readonly at: number | null;
  /** Recorded steps shown per second while playing. */
  readonly speed: number;
  readonly anatomy: boolean;
  readonly theory: boolean;
  /** Test loss against an exponent over the steps, and which exponent. */
  readonly lossPath: boolean;
  readonly pathAlpha: MapAlpha;
  /** Quantity that colours the map: `phase`, or a number of its cells. */
  readonly mapColor: string;
  /** Ends of its colour scale; null lets the values decide. */
  readonly mapLimits: readonly [number, number] | null;
  /** Lines between phases, and theory's threshold. */
  readonly mapEdges: boolean;
  readonly mapTheory: boolean;
  /** A map that is computed here, or the one at the paper's size that came with the page. */
  readonly mapSize: MapSize;
  /** Row of the map that the curves over the rate show; null is the uppermost. */
  readonly mapRow: number | null;
  /** Loss that is drawn over the steps, and exponent that is held against the test loss. */
  readonly mapLoss: MapLoss;
  readonly mapAlpha: MapAlpha;
  /** Cells that are held against each other: one row, or all of them. */
  readonly mapPairs: MapPairs;
}

export type MapSize = 'live' | 'paper';
export const MAP_LOSSES = ['testLoss', 'probeLoss', 'trainLoss'] as const;
export type MapLoss = (typeof MAP_LOSSES)[number];
export const MAP_ALPHAS = ['hill', 'ksRobust', 'ks'] as const;
export type MapAlpha = (typeof MAP_ALPHAS)[number];
export const MAP_PAIRS = ['row', 'all'] as const;
export type MapPairs = (typeof MAP_PAIRS)[number];

export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30];

export const DEFAULT_VIEW: ViewState = Object.freeze({
  part: 'explore',
  chapter: 1,
  plot: 'histogram',
  ksRule: 'robust',
  hidden: [],
  curves: ['trainLoss', 'probeLoss', 'testLoss'],
  at: null,
  speed: 2,
  anatomy: false,
  theory: false,
  lossPath: false,
  pathAlpha: 'hill',
  mapColor: 'phase',
  mapLimits: null,
  mapEdges: true,
  mapTheory: true,
  mapSize: 'live',
  mapRow: null,
  mapLoss: 'testLoss',
  mapAlpha: 'hill',
  mapPairs: 'row',
});

interface Field<K extends keyof ViewState> {
  key: K;
  link: string;
  format: (value: ViewState[K]) => string;
  /**
   * undefined: the text says nothing this field knows.
   * @param say  takes a sentence about a part of the text that is left out
   */
  parse: (text: string, say?: (sentence: string) => void) => ViewState[K] | undefined;
}

const FORMS: readonly SpectrumForm[] = ['histogram', 'linear', 'singular', 'rank', 'ccdf'];
/** Curves in one figure. */
const MOST_CURVES = 12;

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T | undefined {
  return (text) => allowed.find((word) => isSame(word, text));
}

/** Words with commas between them, each once; undefined where none of them is known. */
function someOf<T extends string>(
  link: string,
  allowed: readonly T[],
  most = allowed.length,
): (text: string, say?: (sentence: string) => void) => T[] | undefined {
  return (text, say) => {
    const found = new Set<T>();
    const unknown: string[] = [];
    for (const piece of text.split(',')) {
      // A space may have become a plus.
      const word = piece.replace(/^[\s+]+|[\s+]+$/g, '');
      const known = allowed.find((candidate) => isSame(candidate, word));
      if (known !== undefined) found.add(known);
      else if (word !== '') unknown.push(word);
    }
    if (found.size === 0 && unknown.length > 0) return undefined;
    if (unknown.length > 0) {
      say?.(
        `${listed(unknown.map(quoted))} in “${link}” of the link: there is no such thing to show.`,
      );
    }
    const taken = [...found].slice(0, most);
    if (taken.length < found.size) say?.(`Of “${link}” in the link the first ${most} are shown.`);
    return taken;
  };
}

const hiddenLayers = someOf('hide', LAYERS);

function onOff(
  key: 'anatomy' | 'theory' | 'lossPath' | 'mapEdges' | 'mapTheory',
  link: string,
): Field<keyof ViewState> {
  return field({
    key,
    link,
    format: (v) => (v ? 'on' : 'off'),
    parse: (text) => (isSame(text, 'on') ? true : isSame(text, 'off') ? false : undefined),
  });
}

function parsedLimits(text: string): readonly [number, number] | null | undefined {
  if (isSame(text, 'auto')) return null;
  // The longest number has 25 characters: -0.0000012345678901234567.
  const [, low, high] = /^([-+.\de]{1,32}?)\.\.([-+.\de]{1,32})$/i.exec(text) ?? [];
  const limits = [Number(low), Number(high)] as const;
  return limits.every(Number.isFinite) ? limits : undefined;
}

function field<K extends keyof ViewState>(f: Field<K>): Field<keyof ViewState> {
  return f as unknown as Field<keyof ViewState>;
}

/** Every field with its word in the link; `format` and `parse` are inverse. */
export const VIEW_FIELDS: readonly Field<keyof ViewState>[] = [
  field({ key: 'part', link: 'view', format: (v) => v, parse: oneOf(PARTS) }),
  field({
    key: 'chapter',
    link: 'chapter',
    format: (v) => String(v),
    parse: (text) => (/^[1-9]\d?$/.test(text) ? Number(text) : undefined),
  }),
  field({ key: 'plot', link: 'plot', format: (v) => v, parse: oneOf(FORMS) }),
  field({
    key: 'ksRule',
    link: 'ks-rule',
    format: (v) => v,
    parse: oneOf(['reference', 'robust'] as const),
  }),
  field({
    key: 'hidden',
    link: 'hide',
    format: (v) => v.join(','),
    parse: (text, say) => {
      const some = hiddenLayers(text, say);
      return some && LAYERS.filter((layer) => some.includes(layer));
    },
  }),
  field({
    key: 'curves',
    link: 'curves',
    format: (v) => v.join(','),
    parse: someOf(
      'curves',
      METRICS.map((m) => m.key),
      MOST_CURVES,
    ),
  }),
  field({
    key: 'at',
    link: 'at',
    format: (v) => String(v),
    parse: (text) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
  }),
  field({
    key: 'speed',
    link: 'speed',
    format: (v) => String(v),
    parse: (text) => SPEEDS.find((s) => String(s) === text),
  }),
  onOff('anatomy', 'anatomy'),
  onOff('theory', 'theory'),
  onOff('lossPath', 'loss-path'),
  field({ key: 'pathAlpha', link: 'loss-path.alpha', format: (v) => v, parse: oneOf(MAP_ALPHAS) }),
  field({
    key: 'mapColor',
    link: 'map.color',
    format: (v) => v,
    parse: oneOf(['phase', ...MAP_QUANTITIES.map((q) => q.key)]),
  }),
  field({
    key: 'mapLimits',
    link: 'map.limits',
    format: (v) => (v === null ? 'auto' : `${v[0]}..${v[1]}`),
    parse: parsedLimits,
  }),
  onOff('mapEdges', 'map.edges'),
  onOff('mapTheory', 'map.theory'),
  field({
    key: 'mapSize',
    link: 'map.size',
    format: (v) => v,
    parse: oneOf(['live', 'paper'] as const),
  }),
  field({
    key: 'mapRow',
    link: 'map.row',
    format: (v) => String(v),
    parse: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined),
  }),
  field({ key: 'mapLoss', link: 'map.loss', format: (v) => v, parse: oneOf(MAP_LOSSES) }),
  field({ key: 'mapAlpha', link: 'map.alpha', format: (v) => v, parse: oneOf(MAP_ALPHAS) }),
  field({ key: 'mapPairs', link: 'map.pairs', format: (v) => v, parse: oneOf(MAP_PAIRS) }),
];
