// A run that is shared, from step 0 to its end. Probes that follow each other closely are measured
// several at a time, so that every worker has one half after the other to do; the first one is not
// kept waiting.

import type { Config } from '@engine';
import type { ParallelRun } from '../parallel/parallel_run';
import type { Timing } from '../protocol/messages';
import { Mean, type SnapshotRecorder } from './recorder';
import type { Host } from './host';

/** Milliseconds between two reports of progress. */
const PROGRESS_EVERY_MS = 24;

export async function recordShared(
  parallel: ParallelRun,
  config: Config,
  recorder: SnapshotRecorder,
  host: Host,
  isCancelled: () => boolean,
): Promise<'complete' | 'cancelled' | 'diverged'> {
  const stepTime = new Mean();
  const probeTime = new Mean();
  const timing = (): Timing => ({ step: stepTime.value, probe: probeTime.value });
  /** Measures what was collected; true when a snapshot shows that the run has diverged. */
  const measure = async (): Promise<boolean> => {
    const before = host.now();
    const snapshots = await parallel.measure();
    probeTime.add(host.now() - before, snapshots.length);
    return snapshots.some((snapshot) => recorder.post(snapshot, timing));
  };

  let step = 0;
  let reported = host.now();
  for (;;) {
    const isLast = step >= config.steps;
    if (recorder.wants(step)) {
      const before = host.now();
      await parallel.collect();
      probeTime.add(host.now() - before, 0);
      if (isCancelled()) return 'cancelled';
      const more = !isLast && recorder.wants(step + 1);
      if ((step === 0 || !more || parallel.isFull) && (await measure())) return 'diverged';
    }
    if (isCancelled()) return 'cancelled';
    if (isLast) return 'complete';
    const before = host.now();
    const result = await parallel.step();
    stepTime.add(host.now() - before);
    step = result.step;
    if (result.status === 'diverged') {
      if (!(await measure())) recorder.post(parallel.diverged(), timing);
      return 'diverged';
    }
    if (host.now() - reported > PROGRESS_EVERY_MS) {
      recorder.reportProgress(step, timing());
      await host.yieldToEventLoop();
      reported = host.now();
    }
    if (isCancelled()) return 'cancelled';
  }
}
