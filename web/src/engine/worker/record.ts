// A run from step 0 to its end, on whichever trainer. Probes that follow each other closely may be
// measured several at a time; the first one is not kept waiting. Between slices of work the worker
// yields, so that a cancel can arrive.

import type { Config } from '@engine';
import type { Trainer } from '../parallel/trainer';
import type { Timing } from '../protocol/messages';
import type { Host } from './host';
import type { Recorder } from './recorder';

/** Mean of what was added; 0 while nothing was. */
class Mean {
  private sum = 0;
  private count = 0;
  add(sum: number, count = 1): void {
    this.sum += sum;
    this.count += count;
  }
  get value(): number {
    return this.count > 0 ? this.sum / this.count : 0;
  }
}

export async function record(
  trainer: Trainer,
  config: Config,
  recorder: Recorder,
  host: Host,
  isCancelled: () => boolean,
): Promise<'complete' | 'cancelled' | 'diverged'> {
  const stepTime = new Mean();
  const probeTime = new Mean();
  const timing = (): Timing => ({ step: stepTime.value, probe: probeTime.value });
  /** Records the probes that were collected; true when nothing finite is left to record. */
  const measure = async (): Promise<boolean> => {
    const before = host.now();
    const snapshots = await trainer.measure();
    probeTime.add(host.now() - before, snapshots.length);
    for (const snapshot of snapshots) recorder.record(snapshot, timing());
    return recorder.endsAtDivergence && snapshots.some(({ status }) => status === 'diverged');
  };

  await trainer.open(config);
  let step = 0;
  let sliceEnd = host.now() + recorder.sliceMs;
  for (;;) {
    const isLast = step >= config.steps;
    if (recorder.wants(step)) {
      const before = host.now();
      await trainer.collect();
      probeTime.add(host.now() - before, 0);
      if (isCancelled()) return 'cancelled';
      const isNextWanted = !isLast && recorder.wants(step + 1);
      const isDue = step === 0 || !isNextWanted || trainer.isFull;
      if (isDue && (await measure())) return 'diverged';
    }
    if (isCancelled()) return 'cancelled';
    if (isLast) return 'complete';
    if (host.now() > sliceEnd) {
      recorder.reportProgress(step, timing());
      await host.yieldToEventLoop();
      if (isCancelled()) return 'cancelled';
      sliceEnd = host.now() + recorder.sliceMs;
    }
    const before = host.now();
    const result = await trainer.step();
    stepTime.add(host.now() - before);
    step = result.step;
    if (isCancelled()) return 'cancelled';
    if (result.status === 'diverged' && recorder.endsAtDivergence) {
      // Perhaps a probe that was collected before this step shows it already.
      if (!(await measure())) recorder.record(trainer.diverged(), timing());
      return 'diverged';
    }
  }
}
