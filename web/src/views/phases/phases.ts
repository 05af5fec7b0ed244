// The phase diagram: the learning rate along x, the step or a second parameter along y, one map for
// each optimizer. Below it what the maps say in curves.

import { PhaseMap } from '../../charts/map/phase_map';
import { type PhaseMapData } from '../../charts/map/map_data';
import { sameItems } from '../../charts/common/plot';
import { readTheme } from '../../charts/common/theme';
import { cellConfig, cellStep, type CellPlace } from '../../config/map/map';
import { canonicalMap } from '../../config/map/hash';
import type { MapData } from '../../config/map/data';
import { PaperMap } from '../../state/paper_map';
import type { MapStore } from '../../state/map_store';
import type { Store } from '../../state/store';
import { h } from '../common/dom';
import { Figure } from '../figures/figure';
import type { PartView } from '../common/part_view';
import { MapCharts } from './charts/map_charts';
import { PhasesCheck } from './check';
import { PhasesControls } from './controls';
import { PhasesCache } from './cache';
import { PhasesCursor } from './cursor';
import { optionLabel, phaseMapData } from './charts/data';
import { PhasesProgress } from './progress';
import { cellWords, PhasesReading } from './reading';
import { PhasesSource } from './source';
import { PhasesTools } from './tools';
import { ThresholdCache } from './thresholds';

const LEAD =
  'Each cell is a training run. From left to right the learning rate grows: the spectrum of W stays that of a ' +
  'random matrix, then one eigenvalue leaves the bulk, then the bulk follows it into a heavy tail. The ' +
  'dotted line is where theory expects the first spike.';

export class Phases implements PartView {
  readonly element: HTMLElement;
  private readonly paper: PaperMap;
  private readonly source: PhasesSource;
  private readonly check: PhasesCheck;
  private readonly figure: Figure<PhaseMapData>;
  private readonly cursor: PhasesCursor;
  private readonly controls: PhasesControls;
  private readonly progress: PhasesProgress;
  private readonly tools: PhasesTools;
  private readonly reading: PhasesReading;
  private readonly below: MapCharts | null;
  private readonly cache: PhasesCache;
  private readonly thresholds: ThresholdCache;
  private drawn: readonly unknown[] = [];
  private isLaidOut = false;

  /** @param isAlone the map without its settings and the curves below it, for other pages */
  constructor(
    private readonly store: Store,
    private readonly maps: MapStore,
    private readonly isAlone = false,
  ) {
    this.paper = new PaperMap(() => store.wake());
    this.source = new PhasesSource(store, this.paper);
    this.check = new PhasesCheck(store);
    // A map that is not on display is not computed.
    store.subscribe(() => this.maps.setHidden(store.view.part !== 'phases' || this.isPaper));
    this.thresholds = new ThresholdCache(this.maps, () => store.wake());
    this.figure = new Figure<PhaseMapData>({
      title: 'Phases over the learning rate',
      file: 'phase-diagram',
      size: 'map',
      level: 'h2',
      make: (canvas) => {
        const chart = new PhaseMap(canvas, readTheme(canvas));
        chart.onResize = () => requestAnimationFrame(() => this.layoutCursor());
        return chart;
      },
      more: [{ text: 'Map and settings (JSON)', save: (file) => this.saveJson(file) }],
    });
    this.cursor = new PhasesCursor({
      grids: () => this.chart?.grids() ?? [],
      look: () => store.wake(),
      open: (place) => this.open(place),
      words: (place) => (this.data ? cellWords(this.data, place) : ''),
    });
    this.figure.canvas.parentElement?.append(this.cursor.element);
    this.controls = new PhasesControls(store);
    this.progress = new PhasesProgress(this.maps);
    this.tools = new PhasesTools(store);
    this.figure.tools.append(this.tools.color);
    this.reading = new PhasesReading((place) => this.open(place));
    this.below = isAlone ? null : new MapCharts(store, this.maps);
    this.cache = new PhasesCache(this.maps);
    this.element = h(
      isAlone ? 'section' : 'main',
      { class: 'phases', 'aria-label': isAlone ? 'Phase map' : null },
      isAlone ? null : h('p', { class: 'lead' }, LEAD),
      h(
        'div',
        { class: isAlone ? '' : 'map-columns' },
        h(
          'div',
          { class: 'map-main' },
          h(
            'div',
            { class: 'map-top' },
            isAlone ? null : this.source.element,
            this.progress.element,
          ),
          this.figure.element,
          this.tools.switches,
          this.reading.element,
          isAlone ? null : this.check.element,
          this.below?.curves.element,
        ),
        isAlone
          ? null
          : h(
              'div',
              { class: 'map-left' },
              this.source.note,
              this.controls.element,
              this.cache.element,
            ),
      ),
      this.below?.pair,
    );
  }

  render(): void {
    const { store, maps } = this;
    const { isPaper } = this;
    if (isPaper) this.paper.want();
    else maps.want(store.map);
    this.source.render();
    this.controls.element.hidden = isPaper;
    this.progress.element.hidden = isPaper;
    this.check.element.hidden = !isPaper;
    this.controls.render();
    this.progress.render();
    this.cache.render();
    const { data } = this;
    if (!data) return;
    // A frame to lay the page out, one to make the chart, which measures its place, one to draw it.
    const wasLaidOut = this.isLaidOut;
    this.isLaidOut = true;
    if (!wasLaidOut || this.figure.prepare()) {
      store.wake();
      return;
    }
    if (isPaper) this.check.render(data, this.cursor.place);
    const thresholds = this.thresholds.of(data.map);
    const key = [data, maps.version, thresholds, store.view];
    if (!sameItems(key, this.drawn)) {
      this.drawn = key;
      const shown = store.view.mapTheory ? thresholds : null;
      const { optimizers } = data.map;
      this.figure.element.style.setProperty('--maps', String(optimizers.length));
      const drawing = phaseMapData(data, store.view, shown, canonicalMap(data.map));
      this.figure.update(drawing);
      const range = drawing.color.kind === 'value' ? drawing.color.scale.range : null;
      this.tools.render(range, data.done > 0);
      this.cursor.layout(optimizers.map((name) => optionLabel('optimizer', name)));
    }
    this.reading.render(data, this.cursor.place, maps.version);
    const version = isPaper ? 'paper' : `live ${maps.version}`;
    const isSettled = isPaper || maps.status !== 'computing';
    this.below?.render({ data, version, isSettled }, this.cursor.place);
  }

  retheme(): void {
    this.figure.retheme();
    this.below?.retheme();
  }

  private get isPaper(): boolean {
    // The paper's map lies beside the page, not beside a figure on another one.
    return !this.isAlone && this.store.view.mapSize === 'paper' && this.paper.isShipped;
  }

  dispose(): void {
    this.below?.dispose();
    this.figure.dispose();
    this.maps.dispose();
  }

  private get data(): MapData | null {
    return this.isPaper ? this.paper.data : this.maps.data;
  }

  private get chart(): PhaseMap | null {
    return this.figure.chart as PhaseMap | null;
  }

  private layoutCursor(): void {
    const names = this.data?.map.optimizers ?? [];
    this.cursor.layout(names.map((name) => optionLabel('optimizer', name)));
  }

  /** Shows the run behind a cell in Explore; the browser's back button returns to the map. */
  private open(place: CellPlace): void {
    if (!this.data) return;
    const { map } = this.data;
    this.store.load(cellConfig(map, place), null, { part: 'explore', at: cellStep(map, place) });
  }

  private async saveJson(file: string): Promise<void> {
    const { data } = this;
    if (!data || data.done === 0) {
      this.store.notify('No cell of the map is known yet, so there is nothing to save.');
      return;
    }
    const { saveMapJson } = await import('./json');
    const engine = this.isPaper ? this.paper.engine : await this.maps.engineVersion();
    saveMapJson(data, engine, file);
  }
}
