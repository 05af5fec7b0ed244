// What a map says in curves, below it. While the map fills, its workers need every core: only what
// is in sight is drawn, and seldom. The rest follows when the map is complete.

import { sameItems } from '../../../charts/common/plot';
import type { CellPlace } from '../../../config/map/map';
import type { MapData } from '../../../config/map/data';
import type { MapStore } from '../../../state/map_store';
import type { Store } from '../../../state/store';
import { DrawingQueue } from '../../common/drawing_queue';
import { h } from '../../common/dom';
import { InSight } from '../../common/in_sight';
import { PhasesCorrelation } from './correlation';
import { PhasesTrend } from './trend';
import { PhasesCurves } from './curves';

/** Milliseconds between two drawings of the figures while a map fills. */
const PAUSE = 900;

/** A map as far as it is known. */
export interface KnownMap {
  data: MapData;
  /** Names what `data` holds. */
  version: string;
  /** No further cells are on their way. */
  isSettled: boolean;
}

export class MapCharts {
  readonly curves: PhasesCurves;
  /** The figures beside each other. */
  readonly pair: HTMLElement;
  private readonly trend: PhasesTrend;
  private readonly correlation: PhasesCorrelation;
  private readonly sight: InSight;
  private readonly queue: DrawingQueue;
  private known: KnownMap | null = null;
  private place: CellPlace | null = null;
  private drawn: readonly unknown[] = [];
  private asked: readonly unknown[] = [];
  private column: readonly unknown[] = [];
  private drawnAt = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly others;

  constructor(
    private readonly store: Store,
    maps: MapStore,
  ) {
    this.sight = new InSight(() => store.wake());
    this.queue = new DrawingQueue((element) => this.sight.has(element));
    this.curves = new PhasesCurves(store, (figures) => {
      this.queue.add(...figures);
      store.wake();
    });
    this.trend = new PhasesTrend(store);
    this.correlation = new PhasesCorrelation(store, maps);
    this.pair = h(
      'div',
      { class: 'map-part map-pair' },
      this.trend.element,
      this.correlation.element,
    );
    this.others = {
      trend: {
        element: this.trend.element,
        draw: () => this.known && this.trend.render(this.known.data, this.place),
      },
      correlation: {
        element: this.correlation.element,
        draw: () => this.known && this.correlation.render(this.known.data),
      },
    };
    const { trend, correlation } = this.others;
    for (const { element } of [...this.curves.drawables, trend, correlation]) {
      this.sight.watch(element);
    }
  }

  /** Once a frame at most. @param place  the cell that is looked at */
  render(known: KnownMap, place: CellPlace | null): void {
    const { data, version, isSettled } = known;
    this.known = known;
    this.place = place;
    const drawn = [data, version, this.store.view, isSettled];
    if (!sameItems(drawn, this.drawn)) this.note(known, drawn);
    const column = [data, place?.optimizer, place?.rate];
    if (!sameItems(column, this.column)) this.queue.add(this.others.trend);
    this.column = column;
    if (this.queue.drawNext(isSettled)) this.store.wake();
    else if (isSettled) this.correlation.correlate(version);
  }

  retheme(): void {
    this.curves.retheme();
    this.trend.retheme();
    this.correlation.retheme();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.sight.dispose();
  }

  /** Something changed: now or a little later all figures are due. */
  private note({ data, isSettled }: KnownMap, drawn: readonly unknown[]): void {
    const now = performance.now();
    // What a person asked for is drawn at once.
    const asked = [data, this.store.view];
    const wait = this.drawnAt + PAUSE - now;
    if (wait > 0 && !isSettled && sameItems(asked, this.asked)) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.store.wake();
      }, wait);
      return;
    }
    this.asked = asked;
    this.drawn = drawn;
    this.drawnAt = now;
    this.curves.show(data);
    this.queue.add(...this.all);
  }

  private get all() {
    return [...this.curves.unfolded, this.others.trend, this.others.correlation];
  }
}
