// What is kept of computed maps in this browser, and a button that empties it.

import { formatBytes, formatCount } from '../../common/format';
import type { MapStore } from '../../state/map_store';
import { h, on, setText } from '../common/dom';

/** Milliseconds between two looks while a map fills. */
const PAUSE = 10_000;

export class PhasesCache {
  readonly element: HTMLElement;
  private readonly text = h('span');
  private readonly clear = h('button', { type: 'button', class: 'quiet' }, 'Clear');
  private looked = -Infinity;
  private status = '';

  constructor(private readonly maps: MapStore) {
    on(this.clear, 'click', () => {
      this.clear.disabled = true;
      void maps.clearCache().then(() => this.look());
    });
    this.element = h('p', { class: 'map-cache' }, this.text, this.clear);
  }

  render(): void {
    const { status } = this.maps;
    const isDue = performance.now() > this.looked + PAUSE;
    if (status === this.status && !(status === 'computing' && isDue)) return;
    this.status = status;
    void this.look();
    // What was computed last is written a moment later.
    if (status !== 'computing') setTimeout(() => void this.look(), 1000);
  }

  private async look(): Promise<void> {
    this.looked = performance.now();
    const { runs, bytes, limit, isLasting } = await this.maps.usage();
    const where = isLasting ? 'Kept in this browser' : 'Kept until the page closes';
    setText(
      this.text,
      runs === 0
        ? 'Nothing is kept of earlier maps.'
        : `${where}: ${formatCount(runs)} runs, ${formatBytes(bytes)} of at most ${formatBytes(limit)}.`,
    );
    this.clear.disabled = runs === 0;
  }
}
