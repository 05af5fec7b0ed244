// The Explore view: settings, spectrum, time-line, curves and numbers of one or two runs.

import { DEFAULTS, sameConfig, type Config, type ConfigPatch } from '../../config/schema/config';
import type { Store } from '../../state/store';
import { ControlsPanel } from './controls_panel';
import { CurvesView } from './curves_view';
import { h, setText } from '../common/dom';
import { LazySection } from '../common/lazy_section';
import type { PartView } from '../common/part_view';
import { roomFor } from '../common/room';
import { MetricsPanel } from './metrics_panel';
import { SpectrumView } from './spectrum_view';
import { Timeline } from './timeline';

const LEAD =
  'A network f(x) = a·σ(Wx) learns to imitate a teacher. Its weights W start out random, so the ' +
  'eigenvalues of WᵀW fill the bulk that random-matrix theory predicts (dotted). One large step throws ' +
  'a single eigenvalue out of the bulk: the spike. Further steps draw the bulk after it into a heavy tail.';

export class Explore implements PartView {
  readonly element: HTMLElement;
  private readonly lead: HTMLElement;
  private readonly controls: ControlsPanel;
  private readonly spectrum: SpectrumView;
  private readonly timeline: Timeline;
  private readonly curves: CurvesView;
  private readonly metrics: MetricsPanel;
  private readonly sections: readonly LazySection[];
  /** The settings that the lead is for. */
  private ledBy: { config: Config; versus: Readonly<ConfigPatch> | null } | null = null;

  constructor(private readonly store: Store) {
    this.controls = new ControlsPanel(store);
    this.spectrum = new SpectrumView(store);
    this.timeline = new Timeline(store);
    this.curves = new CurvesView(store);
    this.metrics = new MetricsPanel(store);
    const lead = h('p', { class: 'lead' });
    this.lead = roomFor(lead, [LEAD]);
    this.sections = [
      new LazySection(store, {
        flag: 'lossPath',
        title: 'Test loss against the exponent',
        note: 'the run as a path over its steps: does a heavier tail go with a better loss?',
        load: async () => new (await import('./loss_path')).LossPath(store),
      }),
      new LazySection(store, {
        flag: 'anatomy',
        title: 'Anatomy of the update',
        note: 'whose singular vectors carry the spike, alignment with β, entries of W, output against target',
        load: async () => new (await import('./anatomy')).Anatomy(store),
      }),
      new LazySection(store, {
        flag: 'theory',
        title: 'Theory and statistics',
        note: 'the first step predicted, evidence for the phase, other laws for the tail, shrinkage, link functions',
        load: async () => new (await import('../theory/theory')).Theory(store),
      }),
    ];
    this.element = h(
      'main',
      { class: 'explore' },
      lead,
      h(
        'div',
        { class: 'columns' },
        h(
          'div',
          { class: 'column-main' },
          this.spectrum.element,
          this.timeline.element,
          this.curves.element,
        ),
        h('div', { class: 'column-left' }, this.controls.element),
        h('div', { class: 'column-right' }, this.metrics.element),
      ),
      ...this.sections.map((section) => section.element),
    );
  }

  /** Once a frame at most; every part skips what did not change. */
  render(): void {
    void this.showLead();
    this.element.classList.toggle('is-comparing', this.store.isComparing);
    this.controls.render();
    this.timeline.render();
    this.spectrum.render();
    this.curves.render();
    this.metrics.render();
    for (const section of this.sections) section.render();
  }

  retheme(): void {
    this.spectrum.retheme();
    this.curves.retheme();
    for (const section of this.sections) section.retheme();
  }

  key(event: KeyboardEvent): boolean {
    return this.timeline.key(event);
  }

  private async showLead(): Promise<void> {
    const { config, state } = this.store;
    const { versus } = state;
    if (config === this.ledBy?.config && versus === this.ledBy.versus) return;
    const ledBy = { config, versus };
    this.ledBy = ledBy;
    // The experiments are not loaded before the first numbers.
    const preset =
      versus === null && sameConfig(config, DEFAULTS)
        ? null
        : await import('../../content/presets').then(
            ({ presetOf }) => presetOf(config, versus),
            () => null,
          );
    if (ledBy === this.ledBy) setText(this.lead, preset ? `${preset.name}. ${preset.look}` : LEAD);
  }
}
