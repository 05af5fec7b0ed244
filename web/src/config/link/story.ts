// What each step of the story shows: the experiment and how it is looked at. The words and the
// questions are loaded with the story itself; this much is needed to read and write links. All at
// the size that runs live; tests/web/content/story.test.ts runs every one of them.

import { applyPatch, DEFAULTS, type Config, type ConfigPatch } from '../schema/config';
import { DEFAULT_VIEW, type ViewState } from './view_state';

export interface ChapterSettings {
  patch: ConfigPatch;
  /** A second run, as differences from the first. */
  versus?: ConfigPatch;
  view?: Partial<ViewState>;
}

const TEN_STEPS: ConfigPatch = { optimizer: 'adam', learningRate: 0.6, steps: 10 };

export const STORY: readonly ChapterSettings[] = [
  { patch: { steps: 0 }, view: { plot: 'linear', hidden: ['hill', 'ks'] } },
  { patch: { steps: 0 }, view: { hidden: ['hill', 'ks'] } },
  {
    patch: { optimizer: 'adam', learningRate: 0.02, steps: 1 },
    view: { hidden: ['hill', 'ks'], speed: 1 },
  },
  {
    patch: { optimizer: 'gd', learningRate: 1, steps: 1 },
    view: { hidden: ['hill', 'ks'], speed: 1 },
  },
  {
    patch: { optimizer: 'adam', learningRate: 0.2, steps: 1 },
    view: { hidden: ['hill', 'ks'], curves: ['simWBeta'], speed: 1 },
  },
  {
    patch: { optimizer: 'adam', learningRate: 0.2, steps: 1 },
    view: { hidden: ['hill', 'ks'], curves: ['simWBeta'], speed: 1 },
  },
  { patch: TEN_STEPS, view: { curves: ['hill', 'spikes'] } },
  { patch: { steps: 0 }, view: { plot: 'rank', ksRule: 'reference' } },
  { patch: TEN_STEPS, versus: { batchSize: 40 }, view: { curves: ['hill'] } },
  {
    patch: TEN_STEPS,
    versus: { optimizer: 'muon', learningRate: 0.3 },
    view: { curves: ['hill', 'lambdaMax'] },
  },
  {
    patch: { optimizer: 'adam', learningRate: 0.6, steps: 10 },
    view: { curves: ['testLoss', 'hill'] },
  },
  {
    patch: { optimizer: 'adam', learningRate: 0.05, steps: 10 },
    versus: { featureScale: 'as-published-code' },
    view: { curves: ['testLoss', 'probeLoss'] },
  },
];

export interface Base {
  readonly config: Config;
  readonly versus: Readonly<ConfigPatch> | null;
  readonly view: ViewState;
}

const PLAIN: Base = Object.freeze({ config: DEFAULTS, versus: null, view: DEFAULT_VIEW });

const BASES: readonly Base[] = STORY.map(({ patch, versus, view }, i) =>
  Object.freeze({
    config: applyPatch(DEFAULTS, patch).config,
    versus: versus ? Object.freeze({ ...versus }) : null,
    view: Object.freeze({ ...DEFAULT_VIEW, ...view, part: 'learn' as const, chapter: i + 1 }),
  }),
);

/** A chapter as it opens; the nearest one there is. */
export function chapterBase(chapter: number): Base {
  return BASES[Math.min(BASES.length, Math.max(1, chapter)) - 1] ?? PLAIN;
}

/** What a link at this place leaves out: in the story a chapter's settings, elsewhere the defaults. */
export function baseOf({ part, chapter }: Pick<ViewState, 'part' | 'chapter'>): Base {
  return part === 'learn' ? chapterBase(chapter) : PLAIN;
}
