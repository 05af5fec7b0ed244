// What is shown of a run and how: the part of the page's state that no computation depends on.
// It travels in the link beside the configuration, under the same rules.

export type SpectrumForm = 'histogram' | 'linear' | 'singular' | 'rank' | 'ccdf';

/** Layers of the spectrum that can be switched off. */
export type Layer = 'initial' | 'bulk' | 'edges' | 'spikes' | 'hill' | 'ks';
export const LAYERS: readonly Layer[] = ['initial', 'bulk', 'edges', 'spikes', 'hill', 'ks'];

/** Parts of the page; more join Explore as they come. */
export const PARTS = ['explore'] as const;
export type Part = (typeof PARTS)[number];

export interface ViewState {
  readonly part: Part;
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
}

export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30];

export const DEFAULT_VIEW: ViewState = Object.freeze({
  part: 'explore',
  plot: 'histogram',
  ksRule: 'robust',
  hidden: [],
  curves: ['trainLoss', 'probeLoss', 'testLoss'],
  at: null,
  speed: 2,
  anatomy: false,
  theory: false,
});

interface Field<K extends keyof ViewState> {
  key: K;
  link: string;
  format: (value: ViewState[K]) => string;
  /** undefined: the text says nothing this field knows. */
  parse: (text: string) => ViewState[K] | undefined;
}

const FORMS: readonly SpectrumForm[] = ['histogram', 'linear', 'singular', 'rank', 'ccdf'];
const isName = (word: string): boolean => /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(word);

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T | undefined {
  return (text) => allowed.find((word) => word === text);
}

function field<K extends keyof ViewState>(f: Field<K>): Field<keyof ViewState> {
  return f as unknown as Field<keyof ViewState>;
}

/** Every field with its word in the link; `format` and `parse` are inverse. */
export const VIEW_FIELDS: readonly Field<keyof ViewState>[] = [
  field({ key: 'part', link: 'view', format: (v) => v, parse: oneOf(PARTS) }),
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
    parse: (text) => {
      const words = text.split(',');
      return LAYERS.filter((layer) => words.includes(layer));
    },
  }),
  field({
    key: 'curves',
    link: 'curves',
    format: (v) => v.join(','),
    parse: (text) => (text === '' ? [] : text.split(',').filter(isName).slice(0, 12)),
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
  field({
    key: 'anatomy',
    link: 'anatomy',
    format: (v) => (v ? 'on' : 'off'),
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  }),
  field({
    key: 'theory',
    link: 'theory',
    format: (v) => (v ? 'on' : 'off'),
    parse: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  }),
];
