// One layer: its spectrum, what follows from it, and how sure that is.

import { SpectrumFrame } from '../../charts/spectrum/frame';
import { shareUpTo } from '../../charts/spectrum/data';
import type { Range } from '../../charts/common/axes';
import { formatBytes, formatDuration } from '../../common/format';
import type { MatrixFacts } from '../../engine/protocol/matrix_calls';
import { MEMORY_LIMIT } from '../../state/matrix_cost';
import type { Store } from '../../state/store';
import { factsOf, wholeSize, type Layer } from '../../state/layers';
import type { Weights } from '../../state/weights';
import { hasSplits, type Split } from '../../tensors/matrix';
import { h, on, setText, uniqueId } from '../common/dom';
import { FormTabs } from '../figures/form_tabs';
import { Legend } from '../figures/legend';
import type { Subject } from '../common/step_on_display';
import { PhaseLine } from '../figures/phase_line';
import { SpectrumFigure, tailOf, type AnySpectrum } from '../figures/spectrum_figure';
import { TailStatistics } from '../theory/tail_laws';
import { PhasePart } from '../theory/phase';
import { WeightsNumbers } from './numbers';
import { caveatText, entriesText, failureText, shuffledText, sizeText } from './text';

const EXPLANATION =
  'Bars and dots are measured. Dashed lines are fitted to what was measured: the Marchenko–Pastur law of ' +
  'the bulk, whose scale is found robustly, with everything above its Tracy–Widom line left out; its edges and that ' +
  'line; and the power-law tails, whose open circle is the start x_min. The dotted law is what independent entries ' +
  'with the same mean square would give. The grey spectrum is that of the same entries in random order.';

const NOBODY: Range = [NaN, NaN];

export class WeightsLayer {
  readonly element: HTMLElement;
  private readonly split = h(
    'select',
    { class: 'inline-select', 'aria-label': 'Rows and columns' },
    h('option', { value: 'first' }, 'first axis × the others'),
    h('option', { value: 'last' }, 'the others × last axis'),
  );
  private readonly centre = h('input', { type: 'checkbox', id: uniqueId('centre') });
  private readonly centreLabel: HTMLElement;
  private readonly status = h('p', { class: 'layer-status', role: 'status' });
  private readonly prompt = h('div', { class: 'layer-prompt' });
  private readonly result: HTMLElement;
  private readonly tabs: FormTabs;
  private readonly legend: Legend;
  private readonly figure: SpectrumFigure;
  private readonly phase = new PhaseLine();
  private readonly numbers = new WeightsNumbers();
  private readonly notes = ['caveat', 'shuffled', 'entries'].map((name) =>
    h('p', { class: `layer-${name}` }),
  );
  private readonly phasePart: PhasePart;
  private readonly tail: TailStatistics;
  private zoom: { x: Range; y: Range } | null = null;
  private readonly showAll = h('button', { type: 'button', class: 'quiet' }, 'Show all');
  private drawn: unknown[] = [];

  constructor(
    private readonly store: Store,
    private readonly weights: Weights,
  ) {
    this.tabs = new FormTabs(store);
    this.legend = new Legend(store, {
      now: 'measured',
      names: { initial: 'entries shuffled' },
      explanation: EXPLANATION,
    });
    this.figure = new SpectrumFigure('Spectrum', (x, y) => this.setZoom({ x, y }));
    this.figure.figure.tools.append(
      h('div', { class: 'spectrum-tools' }, this.tabs.element, this.showAll),
    );
    this.figure.figure.intro.append(this.phase.element);
    this.phasePart = new PhasePart(store, {
      column: 'entries’ scale',
      scale: 'that of independent entries with the same mean square',
    });
    this.tail = new TailStatistics(store);
    on(this.showAll, 'click', () => this.setZoom(null));
    on(this.split, 'change', () => this.set({ split: this.split.value as Split, sample: null }));
    on(this.centre, 'change', () => this.set({ centre: this.centre.checked }));
    this.centreLabel = h(
      'label',
      {
        for: this.centre.id,
        class: 'centre',
        title: 'The mean of all entries is itself a matrix of rank one',
      },
      this.centre,
      ' subtract the mean of the entries',
    );
    this.result = h(
      'div',
      { class: 'layer-result' },
      h(
        'div',
        { class: 'layer-columns' },
        h(
          'div',
          { class: 'layer-main' },
          this.figure.figure.element,
          this.legend.element,
          ...this.notes,
        ),
        this.numbers.element,
      ),
      this.phasePart.element,
      this.tail.element,
    );
    this.element = h(
      'section',
      { class: 'layer', 'aria-label': 'Chosen layer' },
      h('div', { class: 'layer-tools' }, this.status, this.split, this.centreLabel),
      this.prompt,
      this.result,
    );
  }

  render(): void {
    const layer = this.weights.chosen;
    this.element.hidden = !layer;
    if (!layer) return;
    const facts = this.facts;
    const { settings, entry } = layer;
    this.split.hidden = !entry || !hasSplits(entry.shape);
    this.split.value = settings.split;
    this.centre.checked = settings.centre;
    setText(this.status, this.statusText(layer));
    this.showPrompt(layer);
    this.result.hidden = !facts;
    if (!facts) return;
    this.tabs.render();
    this.legend.render();
    this.draw(layer, facts);
    const subject = this.subject(layer, facts);
    this.phasePart.render(subject);
    this.tail.render(subject);
  }

  retheme(): void {
    this.figure.retheme();
    this.tail.retheme();
  }

  private get facts(): MatrixFacts | null {
    const { chosen } = this.weights;
    return chosen && factsOf(chosen);
  }

  private set(change: Partial<Layer['settings']>): void {
    const { chosen } = this.weights;
    if (chosen) this.weights.set(chosen, change);
  }

  private setZoom(zoom: { x: Range; y: Range } | null): void {
    this.zoom = zoom;
    this.drawn = [];
    this.store.wake();
  }

  private statusText(layer: Layer): string {
    const { current, queue } = this.weights;
    const size = sizeText(wholeSize(layer));
    const what =
      layer.entry && hasSplits(layer.entry.shape)
        ? `${layer.name}, as ${size}`
        : `${layer.name}, ${size}`;
    if (layer.report) return [what, failureText(layer.report)].filter(Boolean).join('. ');
    if (layer.problem !== null) return `${what}: ${layer.problem}`;
    if (current?.layer === layer) return `${what}: measuring …`;
    return queue.includes(layer) ? `${what}: waiting for its turn` : what;
  }

  /** What it would cost, when that is too much to begin by itself. */
  private showPrompt(layer: Layer): void {
    const { weights } = this;
    const isUnderWay = weights.current?.layer === layer || weights.queue.includes(layer);
    this.prompt.hidden = layer.report !== null || layer.problem !== null || isUnderWay;
    if (this.prompt.hidden || this.prompt.dataset['key'] === layer.key) return;
    this.prompt.dataset['key'] = layer.key;
    const { seconds, memory, fits } = weights.costOf(layer);
    const offer = weights.offerFor(layer);
    const sentence = fits
      ? `Its spectrum takes about ${formatDuration(seconds)} and ${formatBytes(memory)} on this machine.`
      : `Its spectrum needs ${formatBytes(memory)}; a page has ${formatBytes(MEMORY_LIMIT)} and reads at most 2.1 GB in one piece.`;
    if (!offer) {
      this.prompt.replaceChildren(
        h('p', {}, sentence, ' A sample of its rows and columns would need too much as well.'),
        h('p', { class: 'note' }, 'Save a part of it as a file of its own, by rows, not packed.'),
      );
      return;
    }
    const whole = h('button', { type: 'button', class: 'primary' }, 'Measure all of it');
    const sample = h(
      'button',
      { type: 'button', class: fits ? 'secondary' : 'primary' },
      `Measure a sample of ${sizeText(offer)}`,
    );
    on(whole, 'click', () => weights.measure(layer));
    on(sample, 'click', () => weights.set(layer, { sample: offer }));
    this.prompt.replaceChildren(
      h('p', {}, sentence),
      h('div', { class: 'prompt-buttons' }, fits && whole, sample),
      h(
        'p',
        { class: 'note' },
        'A sample takes rows and columns at random. It is a matrix of its own: the scale of its bulk is that of the whole, ' +
          'but spikes are weaker in it, and exponents and ranks are not those of the whole.',
      ),
    );
  }

  private draw(layer: Layer, facts: MatrixFacts): void {
    const { view } = this.store;
    const key = [facts, view.plot, view.hidden, view.ksRule, this.zoom];
    if (key.length === this.drawn.length && key.every((k, i) => k === this.drawn[i])) return;
    if (this.drawn[0] !== facts || this.drawn[1] !== view.plot) this.zoom = null;
    this.drawn = [facts, view.plot, view.hidden, view.ksRule, this.zoom];
    this.showAll.hidden = this.zoom === null;
    const { snapshot: s, shuffled } = facts;
    const ks = view.ksRule === 'robust' ? s.ksRobust : s.ks;
    const sample = { upper: s.bulk.upper, line: s.twEdge };
    const frame = new SpectrumFrame(view.plot).fit([
      { ...sample, eigenvalues: s.eigenvalues },
      ...(shuffled ? [{ ...sample, eigenvalues: shuffled }] : []),
    ]);
    const data: AnySpectrum = {
      name: layer.name,
      run: 0,
      eigenvalues: s.eigenvalues,
      initial: shuffled ?? new Float64Array(0),
      initialLaw: facts.entryLaw,
      bulkLaw: facts.bulkLaw,
      bulkShare: shareUpTo(s.bulk.upper, s.eigenvalues),
      edges: Number.isFinite(s.bulk.upper) ? [s.bulk.lower, s.bulk.upper] : NOBODY,
      edgesFrom: 'fitted',
      twEdge: s.twEdge,
      spikes: s.spikes,
      predictedSpike: null,
      hill: tailOf('Hill', s.hill),
      ks: tailOf('KS', ks),
      hidden: new Set(view.hidden),
      frame: { ...frame, ...this.zoom },
      form: view.plot,
    };
    this.figure.update(data, `Spectrum of ${layer.name}`);
    this.phase.render(s, null, '');
    this.numbers.render(facts);
    const texts = [
      caveatText(layer, facts, wholeSize(layer)),
      shuffledText(facts),
      entriesText(facts, layer.settings.centre),
    ];
    this.notes.forEach((note, i) => {
      note.hidden = texts[i] === '';
      setText(note, texts[i] ?? '');
    });
  }

  private subject(layer: Layer, { snapshot, size }: MatrixFacts): Subject {
    return {
      slot: 0,
      runner: this.weights,
      config: { h: size.rows, d: size.cols },
      snapshot,
      key: layer.key,
    };
  }
}
