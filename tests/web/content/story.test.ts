// What the story says is so, at the size that it shows; and each of its questions has an answer.

import { describe, expect, it, vi } from 'vitest';
import { loadEngine } from '../../../web/cli/load_engine';
import { applyPatch, type Config, type ConfigPatch } from '../../../web/src/config/schema/config';
import type { Answer, Seen, Trial } from '../../../web/src/content/lesson';
import { LESSONS } from '../../../web/src/content/lessons';
import { formatLink, parseLink } from '../../../web/src/config/link/link';
import { DEFAULT_MAP } from '../../../web/src/config/map/map';
import { PARAMS } from '../../../web/src/config/schema/schema';
import { chapterBase, STORY } from '../../../web/src/config/link/story';
import type { Snapshot } from '@engine';

vi.setConfig({ testTimeout: 60_000 });
const engine = await loadEngine();
const UNKNOWN = { secondLayerSquared: NaN, residualSquared: NaN };
const CHAPTER = {
  bulk: 1,
  line: 2,
  adam: 3,
  gd: 4,
  direction: 5,
  samples: 6,
  tail: 7,
  exponents: 8,
  noise: 9,
  muon: 10,
  generalisation: 11,
  footnotes: 12,
} as const;

function record(config: Config): Snapshot[] {
  const run = new engine.Run(config);
  const found = [run.probe()];
  for (let t = 0; t < config.steps; t += 1) {
    run.step();
    found.push(run.probe());
  }
  run.delete();
  return found;
}

/** What a person sees in a chapter after changing run A by `patch` and run B by `second`. */
function see(chapter: number, patch: ConfigPatch = {}, second: ConfigPatch = {}): Seen {
  const base = chapterBase(chapter);
  const config = applyPatch(base.config, patch).config;
  const versus = base.versus ? applyPatch(config, { ...base.versus, ...second }).config : null;
  const snapshots = record(config);
  const last = snapshots.at(-1)!;
  const now: Trial = { config, last, versus, lastVersus: versus ? record(versus).at(-1)! : null };
  const predicted = config.steps === 1 ? engine.predictOneStep(config, UNKNOWN) : null;
  return { view: base.view, step: last.step, snapshots, now, tried: [now], predicted };
}

function judge(chapter: number, seen: Seen): Answer {
  const answer = LESSONS[chapter - 1]!.judge(seen);
  if (!answer) throw new Error('no answer');
  return answer;
}

const last = (seen: Seen): Snapshot => seen.now!.last;

describe('the story', () => {
  it('has eight to twelve chapters, each with words, a question and a source', () => {
    expect(LESSONS.length).toBe(STORY.length);
    expect(LESSONS.length).toBeGreaterThanOrEqual(8);
    expect(LESSONS.length).toBeLessThanOrEqual(12);
    for (const lesson of LESSONS) {
      expect(lesson.blocks.length, lesson.title).toBeGreaterThan(1);
      expect(lesson.references.length, lesson.title).toBeGreaterThan(0);
      expect(lesson.question).toMatch(/[?.)]$/);
      for (const { key } of lesson.controls) expect(PARAMS.some((p) => p.key === key)).toBe(true);
    }
  });

  it('gives no right answer away: none holds when a chapter opens', () => {
    STORY.forEach((_, i) => {
      const seen = see(i + 1);
      const opened = i + 1 === CHAPTER.tail ? { ...seen, step: 0 } : seen;
      expect(LESSONS[i]!.judge(opened)?.isRight ?? false, LESSONS[i]!.title).toBe(false);
    });
  });

  it('says nothing while a run is on its way', () => {
    LESSONS.forEach((lesson) => {
      const seen = { ...see(CHAPTER.bulk), now: null, snapshots: [], tried: [] };
      expect(lesson.judge(seen)).toBeNull();
    });
  });

  it('has a short link for each chapter, and a longer one when a control was moved', () => {
    STORY.forEach((_, i) => {
      const { config, versus, view } = chapterBase(i + 1);
      const state = { config, versus, view, map: DEFAULT_MAP };
      const text = formatLink(state);
      expect(text).toBe(i === 0 ? 'view=learn&v=1' : `view=learn&chapter=${i + 1}&v=1`);
      expect(parseLink(text)).toEqual({ state, warnings: [] });
      const moved = {
        ...state,
        config: applyPatch(config, { learningRate: 0.07, seed: 9 }).config,
      };
      expect(parseLink(formatLink(moved)).state).toEqual(moved);
      const alone = { ...state, versus: null };
      expect(parseLink(formatLink(alone)).state).toEqual(alone);
      const other = { ...state, versus: { n: 77 } };
      expect(parseLink(formatLink(other)).state).toEqual(other);
    });
  });

  it('takes hostile chapters for the nearest one there is', () => {
    expect(chapterBase(99)).toBe(chapterBase(STORY.length));
    const { state, warnings } = parseLink('view=learn&chapter=%3Cb%3E');
    expect(state.view.chapter).toBe(1);
    expect(warnings).toHaveLength(1);
  });
});

describe('noise', () => {
  it('fills the interval between the edges, and reaches zero where W is square', () => {
    const s = last(see(CHAPTER.bulk));
    expect(s.initialBulk.upper).toBeCloseTo((Math.sqrt(300) + Math.sqrt(200)) ** 2, 6);
    expect([s.spikes, s.lambdaMax < s.initialBulk.upper]).toEqual([0, true]);
    expect(judge(CHAPTER.bulk, see(CHAPTER.bulk, { h: 200 })).isRight).toBe(true);
    expect(judge(CHAPTER.bulk, see(CHAPTER.bulk, { h: 150 })).isRight).toBe(false);
  });

  it('crosses the edge but not the line with seed 7 and with no other of the first ten', () => {
    const right = Array.from({ length: 10 }, (_, i) => i + 1).filter(
      (seed) => judge(CHAPTER.line, see(CHAPTER.line, { seed })).isRight,
    );
    expect(right).toEqual([7]);
  });

  it('has KS exponents from 3 to 28 by the reference rule, and one Hill exponent', () => {
    const found = Array.from({ length: 12 }, (_, i) =>
      last(see(CHAPTER.exponents, { seed: i + 1 })),
    );
    const ks = found.map((s) => s.ks.alpha);
    expect(Math.min(...ks)).toBeLessThan(4);
    expect(Math.max(...ks)).toBeGreaterThan(20);
    expect(found.some((s) => s.ks.tailSize <= 8)).toBe(true);
    for (const s of found) expect(Math.abs(s.hill.alpha - 2.45)).toBeLessThan(0.07);
    expect(judge(CHAPTER.exponents, see(CHAPTER.exponents, { seed: 6 })).isRight).toBe(true);
    const robust = {
      ...see(CHAPTER.exponents, { seed: 6 }),
      view: { plot: 'rank', ksRule: 'robust' },
    } as const;
    expect(judge(CHAPTER.exponents, robust).isRight).toBe(false);
  });
});

describe('one step', () => {
  it('of Adam makes a spike a little beyond the predicted rate', () => {
    const at = (learningRate: number): boolean =>
      judge(CHAPTER.adam, see(CHAPTER.adam, { learningRate })).isRight;
    expect([0.05, 0.1, 0.13, 0.15, 0.4].map(at)).toEqual([false, false, true, true, false]);
  });

  it('of gradient descent too, at a rate thousands of times as large', () => {
    const at = (learningRate: number): boolean =>
      judge(CHAPTER.gd, see(CHAPTER.gd, { learningRate })).isRight;
    expect([0.1, 200, 350, 1000].map(at)).toEqual([false, false, true, false]);
    const { gd, sign } = see(CHAPTER.gd).predicted!;
    expect(gd.thresholdRate / sign.thresholdRate).toBeGreaterThan(2000);
  });

  it('finds a part of β, through links with a linear part only', () => {
    const { snapshots } = see(CHAPTER.direction);
    expect(snapshots[0]!.simWBeta).toBeLessThan(0.15);
    expect(snapshots[1]!.simWBeta).toBeCloseTo(0.35, 1);
    const at = (teacher: Config['teacher']): boolean =>
      judge(CHAPTER.direction, see(CHAPTER.direction, { teacher })).isRight;
    expect((['relu', 'tanh', 'sign', 'identity'] as const).map(at)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect((['he2', 'he3'] as const).map(at)).toEqual([true, true]);
  });

  it('finds more of it with more samples, while λ₁ hardly changes', () => {
    const few = see(CHAPTER.samples, { n: 200 });
    const many = see(CHAPTER.samples, { n: 1600 });
    expect(judge(CHAPTER.samples, few).isRight).toBe(false);
    expect(judge(CHAPTER.samples, many).isRight).toBe(true);
    expect(Math.abs(last(many).simWBeta - many.predicted!.sign.alignment)).toBeLessThan(0.1);
    expect(last(many).lambdaMax / last(few).lambdaMax).toBeCloseTo(1, 0);
  });
});

describe('several steps', () => {
  it('end heavy-tailed, first at step 5', () => {
    const seen = see(CHAPTER.tail);
    const right = seen.snapshots.filter(
      (s) => judge(CHAPTER.tail, { ...seen, step: s.step }).isRight,
    );
    expect(right.map((s) => s.step)).toEqual([5]);
    expect(seen.snapshots[0]!.hill.alpha).toBeCloseTo(2.5, 1);
    expect(last(seen).hill.alpha).toBeLessThan(2);
  });

  it('need no gradient noise; only batches of one or two change the exponent, upwards', () => {
    const at = (batchSize: number): Seen => see(CHAPTER.noise, {}, { batchSize });
    for (const size of [200, 100, 40, 20, 10, 5]) {
      expect(judge(CHAPTER.noise, at(size)).isRight, String(size)).toBe(false);
    }
    for (const size of [1, 2]) {
      const seen = at(size);
      expect(judge(CHAPTER.noise, seen).isRight, String(size)).toBe(true);
      expect(seen.now!.lastVersus!.hill.alpha).toBeGreaterThan(last(seen).hill.alpha);
    }
  });

  it('of Muon make no tail at any rate', () => {
    const rates = [0.03, 0.1, 0.3, 1, 3, 10, 30];
    const seen = rates.map((learningRate) => see(CHAPTER.muon, {}, { learningRate }));
    const tried = seen.map((s) => s.now!);
    for (const t of tried) {
      expect(t.lastVersus!.phase).not.toBe('heavy-tailed');
      expect(t.lastVersus!.hill.alpha).toBeGreaterThan(2.3);
    }
    expect(judge(CHAPTER.muon, { ...seen[4]!, tried: tried.slice(0, 5) }).isRight).toBe(true);
    expect(judge(CHAPTER.muon, { ...seen[3]!, tried: tried.slice(2, 4) }).isRight).toBe(false);
  });

  it('generalise best with the early spike and worst with the heaviest tail, as written', () => {
    const rates = [0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.5, 1];
    const seen = rates.map((learningRate) => see(CHAPTER.generalisation, { learningRate }));
    const losses = seen.map((s) => last(s).testLoss);
    const best = losses.indexOf(Math.min(...losses));
    expect(rates[best]).toBe(0.04);
    expect(last(seen[best]!).phase).toBe('bulk-spikes');
    expect(judge(CHAPTER.generalisation, seen[best]!).isRight).toBe(true);
    expect(losses.indexOf(Math.max(...losses))).toBe(rates.length - 1);
    expect(last(seen.at(-2)!).simWBeta).toBeLessThan(0.05);
    // The chapter's own rate ends above where it began.
    const { snapshots } = see(CHAPTER.generalisation);
    expect(snapshots.at(-1)!.testLoss).toBeGreaterThan(snapshots[0]!.testLoss);
  });

  it('look different in the published code’s scale, where the heaviest tail is not the best either', () => {
    const { now } = see(CHAPTER.footnotes);
    expect(now!.lastVersus!.eigenvalues).toEqual(now!.last.eigenvalues);
    expect(now!.last.testLoss).toBeCloseTo(1.39, 1);
    expect(now!.lastVersus!.testLoss).toBeCloseTo(0.995, 2);
    const rates = [0.04, 0.3, 0.6, 1];
    const found = rates.map((learningRate) =>
      last(see(CHAPTER.generalisation, { learningRate, featureScale: 'as-published-code' })),
    );
    const losses = found.map((s) => s.testLoss);
    expect(losses.indexOf(Math.min(...losses))).toBe(1);
    expect(found[1]!.phase).toBe('bulk-decay');
  });

  it('leave an odd network above its floor, and others not', () => {
    const at = (activation: Config['activation']): boolean =>
      judge(CHAPTER.footnotes, see(CHAPTER.footnotes, { activation })).isRight;
    expect((['tanh', 'erf', 'identity'] as const).map(at)).toEqual([false, false, false]);
    expect((['relu', 'softplus'] as const).map(at)).toEqual([true, true]);
  });
});
