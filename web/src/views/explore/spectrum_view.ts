// The spectrum of one or two runs, in one of five forms, with a legend whose entries switch layers
// on and off. Two runs share their axes.

import type { Range } from '../../charts/common/axes';
import { SpectrumFrame, type Sample } from '../../charts/spectrum/frame';
import { shareUpTo, type Frame } from '../../charts/spectrum/data';
import type { Config } from '../../config/schema/config';
import { roundTo } from '../../common/format';
import { param } from '../../config/schema/schema';
import { type ChoiceParam } from '../../config/schema/param';
import { recordedAt, type RunRecord } from '../../state/runs';
import type { Slot, Store } from '../../state/store';
import { h, on } from '../common/dom';
import { FormTabs } from '../figures/form_tabs';
import { Legend } from '../figures/legend';
import { PhaseLine } from '../figures/phase_line';
import { Prompt } from './prompt';
import { SpectrumFigure, tailOf, type AnySpectrum } from '../figures/spectrum_figure';

type Recorded = RunRecord['recorded'][number];

export class SpectrumView {
  readonly element: HTMLElement;
  private readonly panels: [Panel, Panel | null];
  private readonly pair = h('div', { class: 'pair' });
  /** Over two figures; over one they stand beside its title. */
  private readonly sharedTools = h('div', { class: 'spectrum-tools', hidden: true });
  private readonly tools: HTMLElement;
  private readonly tabs: FormTabs;
  private readonly legend: Legend;
  private readonly prompt: Prompt;
  private frame = new SpectrumFrame('histogram');
  /** Part of the plane that was dragged over; null shows all. */
  private zoom: { x: Range; y: Range } | null = null;
  private readonly showAll = h('button', { type: 'button', class: 'quiet show-all' }, 'Show all');
  /** What was drawn last; equal keys need no new drawing. */
  private drawn: unknown[] = [];

  constructor(private readonly store: Store) {
    this.tabs = new FormTabs(store);
    this.legend = new Legend(store);
    this.prompt = new Prompt(store);
    this.panels = [this.makePanel(0), null];
    this.pair.append(this.panels[0].element);
    on(this.showAll, 'click', () => this.setZoom(null));
    this.tools = h('div', { class: 'spectrum-tools' }, this.tabs.element);
    this.panels[0].figure.tools.append(this.tools);
    // Over the plot, where it moves nothing when it appears.
    this.panels[0].figure.canvas.parentElement?.append(this.showAll);
    this.element = h(
      'section',
      { class: 'spectrum', 'aria-label': 'Spectrum' },
      this.sharedTools,
      h('div', { class: 'stage' }, this.pair, this.prompt.element),
      this.legend.element,
    );
  }

  render(): void {
    const { store } = this;
    const { view } = store;
    this.tabs.render();
    this.legend.render();
    this.prompt.render();
    const runs = store.shown;
    const stale = ([0, 1] as const).some((slot) => store.runner(slot)?.isStale);
    this.pair.classList.toggle('is-stale', stale);
    this.showPanels(runs.length);
    const now = runs.map((run) => recordedAt(run, store.playback.cursor));
    const key = [
      view.plot,
      view.hidden,
      view.ksRule,
      runs.length,
      this.zoom,
      ...now,
      ...runs.map((r) => r.recorded.length),
    ];
    if (key.length === this.drawn.length && key.every((k, i) => k === this.drawn[i])) return;
    this.drawn = key;

    if (this.frame.form !== view.plot) {
      this.frame = new SpectrumFrame(view.plot);
      this.zoom = null;
    }
    this.showAll.hidden = this.zoom === null;
    const samples = runs.flatMap((run) =>
      run.recorded.filter((r) => r.snapshot.status === 'ok').map((r) => sampleOf(r)),
    );
    const frame = { ...this.frame.fit(samples), ...this.zoom };
    runs.forEach((run, slot) => {
      const recorded = now[slot];
      const panel = this.panels[slot];
      if (!panel || !recorded) return;
      panel.render(
        recorded,
        this.data(run, recorded, slot as Slot, frame),
        run,
        store.isComparing ? runTitle(slot as Slot, run.config) : '',
      );
    });
  }

  retheme(): void {
    for (const panel of this.panels) panel?.retheme();
  }

  dispose(): void {
    for (const panel of this.panels) panel?.dispose();
  }

  private makePanel(slot: Slot): Panel {
    return new Panel(slot, (x, y) => this.setZoom({ x, y }));
  }

  private setZoom(zoom: { x: Range; y: Range } | null): void {
    this.zoom = zoom;
    this.drawn = [];
    this.store.wake();
  }

  private showPanels(count: number): void {
    if (count === 2 && !this.panels[1]) {
      this.panels[1] = this.makePanel(1);
      this.pair.append(this.panels[1].element);
    } else if (count === 1 && this.panels[1]) {
      this.panels[1].dispose();
      this.panels[1].element.remove();
      this.panels[1] = null;
    }
    this.pair.classList.toggle('is-pair', count === 2);
    this.sharedTools.hidden = count === 1;
    const place = count === 1 ? this.panels[0].figure.tools : this.sharedTools;
    if (this.tools.parentElement !== place) place.append(this.tools);
  }

  private data(
    run: RunRecord,
    { snapshot: s, initialLaw, bulkLaw, predictedSpike }: Recorded,
    slot: Slot,
    frame: Frame,
  ): AnySpectrum {
    const { view } = this.store;
    const ks = view.ksRule === 'robust' ? s.ksRobust : s.ks;
    return {
      name: `W after ${s.step} steps`,
      run: slot,
      eigenvalues: s.eigenvalues,
      initial: run.recorded[0]?.snapshot.eigenvalues ?? s.eigenvalues,
      initialLaw,
      // Before training both laws say the same.
      bulkLaw: s.step > 0 ? bulkLaw : null,
      bulkShare: shareUpTo(s.bulk.upper, s.eigenvalues),
      edges: [s.initialBulk.lower, s.initialBulk.upper],
      edgesFrom: 'predicted',
      twEdge: s.twEdge,
      spikes: s.spikes,
      predictedSpike: predictedSpike ?? null,
      hill: tailOf('Hill', s.hill),
      ks: tailOf('KS', ks),
      hidden: new Set(view.hidden),
      frame,
      form: view.plot,
    };
  }
}

const samplesSeen = new WeakMap<Recorded, Sample>();

/** The same object for the same snapshot, so that the frame sees what is new. */
function sampleOf(recorded: Recorded): Sample {
  let sample = samplesSeen.get(recorded);
  if (!sample) {
    const { eigenvalues, initialBulk, twEdge } = recorded.snapshot;
    sample = { eigenvalues, upper: initialBulk.upper, line: twEdge };
    samplesSeen.set(recorded, sample);
  }
  return sample;
}

/** "A: Adam, η = 0.5" */
function runTitle(slot: Slot, { optimizer, learningRate }: Config): string {
  const { options } = param('optimizer') as ChoiceParam;
  const name = options.find((o) => o.value === optimizer)?.label ?? optimizer;
  return `${slot === 0 ? 'A' : 'B'}: ${name}, η = ${roundTo(learningRate, 3)}`;
}

/** One run's figure with its phase. */
class Panel extends SpectrumFigure {
  readonly element: HTMLElement;
  private readonly phase = new PhaseLine();

  constructor(slot: Slot, zoomed: (x: Range, y: Range) => void) {
    super('Spectrum of W', zoomed);
    this.figure.intro.append(this.phase.element);
    this.element = h(
      'div',
      { class: `panel panel-${slot === 0 ? 'a' : 'b'}` },
      this.figure.element,
    );
  }

  /** `title` names the run when there are two; it is empty for one. */
  render(recorded: Recorded, data: AnySpectrum, run: RunRecord, title: string): void {
    this.update(data, title || 'Spectrum of W');
    this.phase.render(recorded.snapshot, run, title.slice(0, 1));
  }
}
