// Where theory expects the first spike, asked from the engine for every row of a map.

import type { Config } from '../../config/schema/config';
import { NOTHING_KNOWN, stepKind } from '../../config/schema/first_step';
import { cellConfig, yValues, type MapConfig } from '../../config/map/map';
import { canonicalMap } from '../../config/map/hash';
import type { MapStore } from '../../state/map_store';
import type { Thresholds } from './charts/data';

/** Maps whose thresholds are kept. */
const KEPT = 30;

export class ThresholdCache {
  private readonly known = new Map<string, Thresholds | null>();

  /** @param changed  called when an answer has come */
  constructor(
    private readonly maps: MapStore,
    private readonly changed: () => void,
  ) {}

  /** The rates by optimizer and row; null while they are not there. */
  of(map: MapConfig): Thresholds | null {
    const key = canonicalMap(map);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.known.set(key, null);
    void this.ask(map).then(
      (thresholds) => {
        this.known.set(key, thresholds);
        for (const old of this.known.keys()) {
          if (this.known.size <= KEPT) break;
          this.known.delete(old);
        }
        this.changed();
      },
      // A configuration that the engine refuses has no threshold; the map itself says why.
      () => undefined,
    );
    return null;
  }

  private ask(map: MapConfig): Promise<Thresholds> {
    const rows = yValues(map).length;
    return Promise.all(
      map.optimizers.map(async (_, optimizer) => {
        // Steps share a configuration, other rows have one of their own.
        const first = await this.threshold(cellConfig(map, { optimizer, rate: 0, row: 0 }));
        if (map.yAxis.key === 'step') return Array.from({ length: rows }, () => first);
        const others = Array.from({ length: rows - 1 }, (__, i) =>
          this.threshold(cellConfig(map, { optimizer, rate: 0, row: i + 1 })),
        );
        return [first, ...(await Promise.all(others))];
      }),
    );
  }

  /** On the axis of the map: what a warm-up makes of the first step's rate is undone. */
  private async threshold(config: Config): Promise<number> {
    const kind = stepKind(config);
    if (kind === null) return NaN;
    const [at] = await this.maps.call('predictions', {
      config,
      rates: [config.learningRate],
      known: NOTHING_KNOWN,
    });
    const rate = at?.[kind].thresholdRate ?? NaN;
    return config.schedule === 'warmup' ? rate * Math.max(1, config.warmupSteps) : rate;
  }
}
