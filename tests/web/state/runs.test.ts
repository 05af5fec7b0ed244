import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import { METRICS } from '../../../web/src/config/metrics/metrics';
import type { Recorded } from '../../../web/src/engine/protocol/messages';
import {
  isOver,
  lastStep,
  newRun,
  recordedAt,
  remainingSeconds,
  snapshots,
  type RunRecord,
  type RunStatus,
} from '../../../web/src/state/runs';
import { trendOf } from '../../../web/src/state/trends';
import { snapshotAt } from '../fake_engine';

const recorded = (step: number): Recorded => ({ snapshot: snapshotAt(step) }) as Recorded;

function runOf(...steps: number[]): RunRecord {
  return { ...newRun({ ...DEFAULTS, steps: 20, probeEvery: 5 }), recorded: steps.map(recorded) };
}

describe('the record of a run', () => {
  it('finds the last snapshot at or before a step', () => {
    const run = runOf(0, 5, 10, 15, 20);
    const found = [0, 1, 4, 5, 9, 10, 14, 15, 19, 20, 99].map(
      (step) => recordedAt(run, step)?.snapshot.step,
    );
    expect(found).toEqual([0, 0, 0, 5, 5, 10, 10, 15, 15, 20, 20]);
    // Before the first there is nothing nearer.
    expect(recordedAt(run, -1)?.snapshot.step).toBe(0);
    expect(recordedAt(runOf(), 3)).toBeUndefined();
  });

  it('has a last step, before the first snapshot too', () => {
    expect([lastStep(runOf()), lastStep(runOf(0)), lastStep(runOf(0, 5))]).toEqual([-1, 0, 5]);
    expect(snapshots(runOf(0, 5)).map((s) => s.step)).toEqual([0, 5]);
  });

  it('is over unless it is computed or waits', () => {
    const all: RunStatus[] = [
      ...(['waiting', 'computing', 'complete'] as const),
      ...(['cancelled', 'diverged', 'failed'] as const),
    ];
    const over = all.filter((status) => isOver({ ...runOf(), status }));
    expect(over).toEqual(['complete', 'cancelled', 'diverged', 'failed']);
  });

  it('says how long it will still take, from its own pace', () => {
    const run = { ...runOf(0, 5), step: 7, timing: { step: 100, probe: 1000 } };
    // 13 steps, and probes at 10, 15 and 20.
    expect(remainingSeconds(run)).toBeCloseTo(1.3 + 3, 12);
    expect(remainingSeconds({ ...run, step: 20 })).toBe(0);
    expect(remainingSeconds(runOf())).toBeNaN();
  });
});

describe('a trend', () => {
  const metric = (key: string) => METRICS.find((m) => m.key === key)!;

  it('is the metric at every recorded step, and grows with the run', () => {
    const run = runOf(0, 5);
    const trend = trendOf(run, metric('trainLoss'));
    expect(trend).toEqual({ steps: [0, 5], values: [1.4, 1.4 / 6] });
    run.recorded.push(recorded(10));
    expect(trendOf(run, metric('trainLoss'))).toBe(trend);
    expect(trend).toEqual({ steps: [0, 5, 10], values: [1.4, 1.4 / 6, 1.4 / 11] });
  });

  it('keeps metrics and runs apart', () => {
    const [a, b] = [runOf(0, 5), runOf(0)];
    expect(trendOf(a, metric('lambdaMax')).values[1]).toBe(a.recorded[1]!.snapshot.lambdaMax);
    expect(trendOf(a, metric('stableRank')).values[1]).toBe(a.recorded[1]!.snapshot.stableRank);
    expect(trendOf(b, metric('lambdaMax')).steps).toEqual([0]);
  });

  it('has no learning rate at step 0, where no step led', () => {
    expect(trendOf(runOf(0, 5), metric('rate')).values).toEqual([NaN, DEFAULTS.learningRate]);
  });
});
