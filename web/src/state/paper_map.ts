// The map at the paper's size that comes with the page: too long to compute while a visitor waits,
// so it was computed beforehand, by the same engine. Loaded when it is first asked for.

import { messageOf } from '../common/errors';
import type { MapData } from '../config/map/data';
import { dataOf, readMapFile } from '../config/map/json';

const FILES = import.meta.glob<string>('../maps/paper.json', { query: '?raw', import: 'default' });

export class PaperMap {
  data: MapData | null = null;
  /** Version of the engine that computed it. */
  engine = '';
  /** Why it is not there; empty while it may still come. */
  message = '';
  private isAsked = false;

  constructor(private readonly changed: () => void) {}

  /** Whether this page has one at all. */
  get isShipped(): boolean {
    return Object.keys(FILES).length > 0;
  }

  want(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const [load] = Object.values(FILES);
      if (!load) throw new Error('this page came without it');
      const file = readMapFile(await load());
      this.engine = file.engine;
      this.data = dataOf(file);
    } catch (error) {
      const reason = messageOf(error);
      this.message = `The precomputed map could not be read: ${reason}.`;
    }
    this.changed();
  }
}
