// A run that is shared, from step 0 to its end. Probes that follow each other closely are measured
// several at a time, so that every worker has one half after the other to do; the first one is not
// kept waiting.

import type { Config } from '@engine';
import type { Crew } from '../parallel/parallel_run';
import type { Timing } from '../protocol/messages';
import { Mean, type SnapshotRecorder } from './recorder';
import type { Host } from './host';

/** Milliseconds between two reports of progress. */
const PULSE = 24;

export async function recordShared(
  crew: Crew,
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
    const snapshots = await crew.measure();
    probeTime.add(host.now() - before, snapshots.length);
    return snapshots.some((snapshot) => recorder.post(snapshot, timing));
  };

  let step = 0;
  let pulsed = host.now();
  for (;;) {
    const isLast = step >= config.steps;
    if (recorder.wants(step)) {
      const before = host.now();
      await crew.collect();
      probeTime.add(host.now() - before, 0);
      if (isCancelled()) return 'cancelled';
      const more = !isLast && recorder.wants(step + 1);
      if ((step === 0 || !more || crew.isFull) && (await measure())) return 'diverged';
    }
    if (isCancelled()) return 'cancelled';
    if (isLast) return 'complete';
    const before = host.now();
    const result = await crew.step();
    stepTime.add(host.now() - before);
    step = result.step;
    if (result.status === 'diverged') {
      if (!(await measure())) recorder.post(crew.diverged(), timing);
      return 'diverged';
    }
    if (host.now() - pulsed > PULSE) {
      recorder.pulse(step, timing());
      await host.rest();
      pulsed = host.now();
    }
    if (isCancelled()) return 'cancelled';
  }
}
