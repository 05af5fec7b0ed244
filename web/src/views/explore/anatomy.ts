// The anatomy of an update, computed on demand for the step on display: whose singular vectors
// carry the spike, how the vectors of W align with beta, what the update's spectrum looks like, the
// entries of W, and the output against the target.

import type { EntryHistogram, Overlaps } from '@engine';
import { EntriesChart, type EntriesData } from '../../charts/spectrum/entries';
import type { Plot } from '../../charts/common/plot';
import { OverlapsChart, type OverlapMap, type OverlapsData } from '../../charts/spectrum/overlaps';
import { RankChart, type RankData } from '../../charts/spectrum/ranks';
import { ScatterChart, type ScatterData } from '../../charts/map/scatter';
import { readTheme } from '../../charts/common/theme';
import type { Config } from '../../config/schema/config';
import type { Slot, Store } from '../../state/store';
import { h, on, setText } from '../common/dom';
import { OnDemand } from '../common/on_demand';
import { RunChoice } from '../common/run_choice';
import { stepOnDisplay, type StepOnDisplay } from '../common/step_on_display';
import { Figure } from '../figures/figure';

interface Parts {
  overlaps: Overlaps;
  entries: EntryHistogram;
  scatter: Omit<ScatterData, 'run'>;
  slot: Slot;
  config: Config;
}

const COUNTS = [5, 10, 20];
const BINS = 80;
/** The drawing of the overlaps has two lines of maps from this width on, as styles/figures.css knows. */
const WIDE = 640;

const CAPTIONS = {
  overlaps:
    'Squared overlaps of the leading singular vectors, row vector i with column vector j. Mₜ is the update of ' +
    'this step, M the sum of all. If Wₜ and M share their leading pair while W₀ does not, the spike is the ' +
    'update’s own direction and not an old one that grew.',
  alignment:
    'Squared overlap of every right singular vector of Wₜ with the teacher’s direction β. A random vector has 1/d on average.',
  update:
    'Singular values of the update Mₜ and of the sum M of all updates. A first value far above the rest means ' +
    'that the update is close to rank one.',
  entries: 'Density of the entries of W, on a log axis. The initial ones are Gaussian.',
  scatter:
    'What the network puts out for each probe sample, and the noisy target it should reach, over x·β.',
};

export class Anatomy {
  readonly element: HTMLElement;
  private readonly overlaps = figure(
    'Overlaps of W with its update',
    'overlaps',
    'wide',
    (c) => new OverlapsChart(c, readTheme(c)),
    CAPTIONS.overlaps,
  );
  private readonly alignment = figure(
    'Alignment with β',
    'alignment',
    'square',
    (c) => new RankChart(c, readTheme(c)),
    CAPTIONS.alignment,
  );
  private readonly update = figure(
    'Spectrum of the update',
    'update',
    'square',
    (c) => new RankChart(c, readTheme(c)),
    CAPTIONS.update,
  );
  private readonly entries = figure(
    'Entries of W',
    'entries',
    'square',
    (c) => new EntriesChart(c, readTheme(c)),
    CAPTIONS.entries,
  );
  private readonly scatter = figure(
    'Output and target',
    'output',
    'square',
    (c) => new ScatterChart(c, readTheme(c)),
    CAPTIONS.scatter,
  );
  private readonly status = h('p', { class: 'note anatomy-status', role: 'status' });
  private readonly countSelect = h(
    'select',
    { class: 'inline-select', 'aria-label': 'Number of vectors' },
    ...COUNTS.map((c) => h('option', { value: c }, `${c} vectors`)),
  );
  private readonly runChoice: RunChoice;
  private readonly parts: OnDemand<Parts>;
  private where = '';

  constructor(private readonly store: Store) {
    this.runChoice = new RunChoice(store, 'Run');
    on(this.countSelect, 'change', () => store.wake());
    this.parts = new OnDemand<Parts>({
      draw: (parts) => this.draw(parts),
      say: (text) => setText(this.status, text || this.where),
      wake: () => store.wake(),
    });
    this.overlaps.tools.append(this.countSelect);
    this.element = h(
      'div',
      { class: 'anatomy-body' },
      h('div', { class: 'anatomy-head' }, this.status, this.runChoice.element),
      this.overlaps.element,
      h(
        'div',
        { class: 'anatomy-grid' },
        this.alignment.element,
        this.update.element,
        this.entries.element,
        this.scatter.element,
      ),
    );
  }

  render(): void {
    const subject = stepOnDisplay(this.store, this.runChoice.render());
    if (typeof subject === 'string') {
      setText(this.status, subject);
      return;
    }
    const { config, snapshot } = subject;
    const count = Math.min(Number(this.countSelect.value), config.h, config.d);
    this.where =
      snapshot.step === 0 ? 'Step 0: there is no update yet.' : `After step ${snapshot.step}.`;
    this.parts.want(`${subject.key} ${count}`, () => compute(subject, count));
  }

  retheme(): void {
    for (const f of this.figures) f.retheme();
  }

  dispose(): void {
    for (const f of this.figures) f.dispose();
  }

  private get figures(): Pick<Figure<never>, 'retheme' | 'dispose'>[] {
    return [this.overlaps, this.alignment, this.update, this.entries, this.scatter];
  }

  private draw({ overlaps: o, entries, scatter, slot, config }: Parts): void {
    const color = slot === 0 ? 'first' : 'second';
    this.overlaps.update({
      count: o.count,
      maps: overlapMaps(o),
      columns: this.element.clientWidth >= WIDE ? 4 : 2,
    });
    this.alignment.update({
      series: [{ name: '(vᵢ·β)²', values: o.betaAlignment, color }],
      quantity: 'squared overlap with β',
      levels: [{ name: 'random: 1/d', value: 1 / config.d }],
      floor: 1e-3 / config.d,
    });
    this.update.update({
      series: [
        { name: 'M, all steps', values: o.totalSingularValues, color: 'muted' },
        { name: 'Mₜ, this step', values: o.updateSingularValues, color },
      ],
      quantity: 'singular value',
      levels: [],
      floor: 1e-6 * (o.totalSingularValues[0] ?? 1) || 1e-12,
    });
    this.entries.update({ ...entries, run: slot });
    this.scatter.update({ ...scatter, run: slot });
  }
}

async function compute({ runner, slot, config, snapshot }: StepOnDisplay, count: number) {
  const { step } = snapshot;
  const [overlaps, entries, scatter] = await Promise.all([
    runner.call('overlaps', { config, step, count }),
    runner.call('entries', { config, step, bins: BINS }),
    runner.call('scatter', { config, step }),
  ]);
  return { overlaps, entries, scatter, slot, config };
}

function overlapMaps(o: Overlaps): OverlapMap[] {
  const pairs = [
    { row: 'W₀', column: 'M', pair: o.initialVsTotal },
    { row: 'Wₜ', column: 'M', pair: o.currentVsTotal },
    { row: 'Wₜ₋₁', column: 'Mₜ', pair: o.previousVsUpdate },
    { row: 'Wₜ', column: 'Mₜ', pair: o.currentVsUpdate },
  ];
  return (['left', 'right'] as const).flatMap((side) =>
    pairs.map(({ row, column, pair }) => ({ row, column, side, values: pair[side] })),
  );
}

function figure<D extends OverlapsData | RankData | EntriesData | ScatterData>(
  title: string,
  file: string,
  size: 'wide' | 'square',
  make: (canvas: HTMLCanvasElement) => Plot<D>,
  caption: string,
): Figure<D> {
  const made = new Figure<D>({ title, file, size, make });
  made.caption.append(caption);
  return made;
}
