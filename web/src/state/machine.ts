// What this machine can do: floating-point operations per second of the step and of the probe, as
// measured by the runs made so far, and from them what a run will cost before it starts.

import type { Config } from '../config/schema/config';
import type { Estimate, Timing } from '../engine/protocol/messages';

export interface Cost {
  /** Bytes. */
  memory: number;
  /** Seconds. */
  seconds: number;
  /** The time follows from runs on this machine; otherwise it is a guess. */
  measured: boolean;
  refusal: string | null;
}

interface Rates {
  step: number;
  probe: number;
}

/** Heap the module may grow to; beyond it a run cannot start. */
export const MEMORY_LIMIT = 3.6e9;
const STORAGE_KEY = 'tailcraft.rates';
/** Taken for a machine that has not been measured yet: a modest laptop, one thread. */
const MODEST: Rates = { step: 1e10, probe: 3e9 };

export class Machine {
  private rates: Rates | null;

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.rates = this.load();
  }

  /** Learns from a run. Runs too short to time are left out. */
  learn(work: Estimate['work'], timing: Timing): void {
    const probe = (work.probe / timing.probe) * 1000;
    const step = timing.step > 0 ? (work.step / timing.step) * 1000 : (this.rates?.step ?? probe);
    if (!(timing.probe > 1) || !Number.isFinite(step) || !Number.isFinite(probe)) return;
    // Sizes differ in efficiency: newer measurements count more, none counts alone.
    const old = this.rates;
    this.rates = old
      ? { step: 0.5 * (old.step + step), probe: 0.5 * (old.probe + probe) }
      : { step, probe };
    try {
      this.storage?.setItem(STORAGE_KEY, JSON.stringify(this.rates));
    } catch {
      // Storage may be full or forbidden; the measurement then lasts as long as the page.
    }
  }

  cost(config: Config, estimate: Estimate): Cost {
    const { memory, work, refusal } = estimate;
    const probes = Math.ceil(config.steps / config.probeEvery) + 1;
    const rates = this.rates ?? MODEST;
    const seconds = (config.steps * work.step) / rates.step + (probes * work.probe) / rates.probe;
    const tooBig =
      memory > MEMORY_LIMIT
        ? `it needs ${(memory / 1e9).toFixed(1)} GB and a page has ${(MEMORY_LIMIT / 1e9).toFixed(1)} GB`
        : null;
    return { memory, seconds, measured: this.rates !== null, refusal: refusal ?? tooBig };
  }

  private load(): Rates | null {
    try {
      const saved: unknown = JSON.parse(this.storage?.getItem(STORAGE_KEY) ?? 'null');
      const { step, probe } = (saved ?? {}) as Partial<Rates>;
      return step && probe && step > 0 && probe > 0 && Number.isFinite(step + probe)
        ? { step, probe }
        : null;
    } catch {
      return null;
    }
  }
}

/**
 * The largest configuration of the same proportions that fits into memory, with sizes rounded down
 * to two figures.
 */
export async function nearestThatFits(
  config: Config,
  memoryOf: (config: Config) => Promise<number | null>,
): Promise<Config> {
  const round = (x: number): number => {
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, x))) - 1);
    return Math.max(1, Math.floor(x / unit) * unit);
  };
  const scaled = (factor: number): Config => ({
    ...config,
    n: round(config.n * factor),
    d: round(config.d * factor),
    h: round(config.h * factor),
    nTest: round(config.nTest * factor),
    batchSize:
      config.batchSize > 0
        ? Math.min(round(config.batchSize * factor), round(config.n * factor))
        : 0,
  });
  let low = 0;
  let high = 1;
  for (let i = 0; i < 10; i += 1) {
    const middle = (low + high) / 2;
    const memory = await memoryOf(scaled(middle));
    if (memory !== null && memory <= MEMORY_LIMIT) low = middle;
    else high = middle;
  }
  return scaled(low);
}
