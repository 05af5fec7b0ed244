// What a run will cost on this machine before it starts: from the speed of the steps and probes that
// were made so far, here or on an earlier visit.

import { Speed } from '../common/speed';
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

/** Heap the module may grow to; beyond it a run cannot start. */
export const MEMORY_LIMIT = 3.6e9;
const STORAGE_KEY = 'tailcraft.rates';

export class Machine {
  // Guesses for a modest laptop, one thread.
  private readonly steps = new Speed({ guess: 1e10 });
  private readonly probes = new Speed({ guess: 3e9 });

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.load();
  }

  /** Learns from a run: milliseconds of its mean step and probe. Runs too short are left out. */
  learn(work: Estimate['work'], timing: Timing): void {
    if (!(timing.probe > 1)) return;
    this.probes.learn(work.probe, timing.probe);
    this.steps.learn(work.step, timing.step);
    // Before any step was timed, a probe says more than a guess.
    if (!this.steps.isMeasured) this.steps.learn(work.probe, timing.probe);
    try {
      const rates = { step: this.steps.value, probe: this.probes.value };
      this.storage?.setItem(STORAGE_KEY, JSON.stringify(rates));
    } catch {
      // Storage may be full or forbidden; the measurement then lasts as long as the page.
    }
  }

  cost(config: Config, estimate: Estimate): Cost {
    const { memory, work, refusal } = estimate;
    const probes = Math.ceil(config.steps / config.probeEvery) + 1;
    const seconds =
      (config.steps * work.step) / this.steps.value + (probes * work.probe) / this.probes.value;
    const tooBig =
      memory > MEMORY_LIMIT
        ? `it needs ${(memory / 1e9).toFixed(1)} GB and a page has ${(MEMORY_LIMIT / 1e9).toFixed(1)} GB`
        : null;
    return { memory, seconds, measured: this.probes.isMeasured, refusal: refusal ?? tooBig };
  }

  private load(): void {
    try {
      const saved: unknown = JSON.parse(this.storage?.getItem(STORAGE_KEY) ?? 'null');
      const { step, probe } = (saved ?? {}) as { step?: number; probe?: number };
      if (!(step! > 0 && probe! > 0 && Number.isFinite(step! + probe!))) return;
      this.steps.learn(step!, 1000);
      this.probes.learn(probe!, 1000);
    } catch {
      // What cannot be read is measured again.
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
