// The map that is being computed: its cells so far, how far it is, and whether it rests. It follows
// the settings in the link, and rests while another part of the page is on display.

import { messageOf } from '../common/errors';
import { MapData } from '../config/map/data';
import type { MapConfig } from '../config/map/map';
import { canonicalMap } from '../config/map/hash';
import type { CacheUsage } from '../engine/map/cache';
import type { Config } from '../config/schema/config';
import type { CallName, Calls, Estimate } from '../engine/protocol/messages';
import type { SweepLike, SweepListener, SweepProgress } from '../engine/map/sweep';
import type { Machine } from './machine';
import { isQuick, mapCost, mustAsk, type MapCost, type Means } from './map_cost';

/** `waiting`: it is large, and a person has to start it. */
export type MapStatus =
  'idle' | 'waiting' | 'computing' | 'paused' | 'complete' | 'cancelled' | 'failed';

/** Milliseconds a map is given before the next one, while settings keep changing. */
const PACE = 250;

const NOTHING: SweepProgress = { done: 0, total: 0, cached: 0, remainingSeconds: NaN };

export interface MapStoreOptions {
  sweep: SweepLike;
  means: Means;
  machine: Machine;
  /** Told when something changed; the next frame is soon enough. */
  changed: () => void;
  notice: (message: string) => void;
}

export class MapStore {
  status: MapStatus = 'idle';
  progress = NOTHING;
  /** What the map that waits will take; null until that is known. */
  cost: MapCost | null = null;
  /** Why it failed; empty otherwise. */
  message = '';
  data: MapData | null = null;
  /** Counts changes of `data`, so that a view knows whether to draw. */
  version = 0;
  private key = '';
  /** It would go on, but nobody is looking. */
  private isHidden = false;
  private generation = 0;
  private begun = -Infinity;
  private postponed: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: MapStoreOptions) {}

  /**
   * Computes this map unless it is the one that is there; a large one when a person starts it.
   * @param asked  a person has asked for exactly this map
   */
  want(map: MapConfig, asked = false): void {
    const key = canonicalMap(map);
    if (key === this.key) return;
    this.key = key;
    clearTimeout(this.postponed);
    const wait = this.begun + PACE - performance.now();
    if (wait > 0) this.postponed = setTimeout(() => this.begin(map, asked), wait);
    else this.begin(map, asked);
  }

  /** Computes something on demand with one of the map's workers. */
  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    return this.options.sweep.call(name, args);
  }

  /** Version of the engine that computes here. */
  async engineVersion(): Promise<string> {
    return (await this.options.sweep.engine).version;
  }

  /** What the cache holds of all maps, and how to empty it. */
  usage(): Promise<CacheUsage> {
    return this.options.sweep.usage();
  }
  clearCache(): Promise<void> {
    return this.options.sweep.clearCache();
  }

  /** Starts the map that waits. */
  start(): void {
    if (this.status !== 'waiting' || !this.data || this.cost?.refusal) return;
    this.compute(this.data);
  }

  /** Computes once more what was cancelled or failed; what is known comes from the cache. */
  restart(): void {
    if (this.data) this.begin(this.data.map, true);
  }

  pause(): void {
    if (this.status !== 'computing') return;
    this.status = 'paused';
    this.options.sweep.pause();
    this.options.changed();
  }

  resume(): void {
    if (this.status !== 'paused') return;
    this.status = 'computing';
    if (!this.isHidden) this.options.sweep.resume();
    this.options.changed();
  }

  cancel(): void {
    if (this.status === 'computing' || this.status === 'paused') this.options.sweep.cancel();
  }

  /** The part of the page with the map went out of sight, or came back. */
  setHidden(hidden: boolean): void {
    if (hidden === this.isHidden) return;
    this.isHidden = hidden;
    if (this.status !== 'computing') return;
    if (hidden) this.options.sweep.pause();
    else this.options.sweep.resume();
  }

  /** Ends its workers. */
  dispose(): void {
    this.options.sweep.dispose();
  }

  private begin(map: MapConfig, asked: boolean): void {
    this.generation += 1;
    this.begun = performance.now();
    const data = new MapData(map);
    this.data = data;
    this.progress = { ...NOTHING, total: data.total };
    this.message = '';
    this.cost = null;
    this.version += 1;
    if (asked || isQuick(data.runs)) {
      this.compute(data);
      return;
    }
    this.options.sweep.cancel();
    this.status = 'waiting';
    void this.checkCost(data, this.generation);
    this.options.changed();
  }

  /** Starts a map that takes no long time, and says of another what it will take. */
  private async checkCost(data: MapData, generation: number): Promise<void> {
    const { sweep, machine, means } = this.options;
    const isCurrent = (): boolean => generation === this.generation && this.status === 'waiting';
    try {
      const estimate = (config: Config): Promise<Estimate> => sweep.call('estimate', { config });
      const cost = await mapCost(data.runs, estimate, machine, means);
      if (!isCurrent()) return;
      if (mustAsk(cost)) this.cost = cost;
      else this.compute(data);
    } catch (error) {
      if (!isCurrent()) return;
      this.status = 'failed';
      this.message = messageOf(error);
    }
    this.options.changed();
  }

  private compute(data: MapData): void {
    this.status = 'computing';
    this.options.sweep.start(data.map, this.listener(data, this.generation));
    if (this.isHidden) this.options.sweep.pause();
    this.options.changed();
  }

  /** Hears of one map only; what comes late for an earlier one is dropped. */
  private listener(data: MapData, generation: number): SweepListener {
    const heard =
      <Args extends readonly unknown[]>(action: (...args: Args) => void) =>
      (...args: Args): void => {
        if (generation !== this.generation) return;
        action(...args);
        this.options.changed();
      };
    return {
      cells: heard((cells) => {
        for (const { run, record } of cells) data.put(run, record);
        this.version += 1;
      }),
      failed: heard((run, reason) => {
        data.fail(run, reason);
        this.version += 1;
      }),
      progress: heard((progress) => {
        this.progress = progress;
      }),
      notice: heard((message) => this.options.notice(message)),
      done: heard((outcome, message) => {
        this.status = outcome;
        this.message = message ?? '';
        this.version += 1;
      }),
    };
  }
}
