// Saved runs in which something was changed: refused in a sentence, or a run all the same.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { writeRun } from '../../../../web/src/config/metrics/snapshot_json';
import { parseRun } from '../../../../web/src/views/page/saved_run';
import { fakeEngine } from '../../fake_engine';
import { isSentence, spoilt } from '../../spoil';

const config = { ...DEFAULTS, n: 40, d: 4, h: 20, steps: 3 };

function savedRun(): string {
  const run = new (fakeEngine().engine.Run)(config);
  const snapshots = [0, 1, 2, 3].map((t) => {
    if (t > 0) run.step();
    return run.probe();
  });
  return JSON.stringify(writeRun({ engine: '1.2.3', config, status: 'complete', snapshots }));
}

it(
  'a changed file is refused in words or opens as a run that can be saved again',
  { timeout: 60_000 },
  () => {
    let refused = 0;
    fc.assert(
      fc.property(spoilt(savedRun()), (text) => {
        let opened;
        try {
          opened = parseRun(text);
        } catch (error) {
          expect(error).toSatisfy(isSentence);
          refused += 1;
          return;
        }
        const { run, engine } = opened;
        const snapshots = run.recorded.map((r) => r.snapshot);
        const p = Math.min(run.config.h, run.config.d);
        snapshots.forEach((s, i) => {
          expect(Number.isInteger(s.step)).toBe(true);
          expect(s.step).toBeGreaterThan(snapshots[i - 1]?.step ?? -1);
          expect(s.step).toBeLessThanOrEqual(run.config.steps);
          expect([s.status === 'diverged' ? 0 : p, p]).toContain(s.eigenvalues.length);
          expect([...s.eigenvalues].sort((a, b) => a - b)).toEqual([...s.eigenvalues]);
          for (const count of [s.spikes, s.hill.tailSize, s.ks.tailSize]) {
            if (!Number.isNaN(count)) expect([...Array(p + 1).keys()]).toContain(count);
          }
        });
        const { config: settings, status } = run;
        const again = JSON.stringify(writeRun({ engine, config: settings, status, snapshots }));
        expect(parseRun(again).run.recorded).toEqual(run.recorded);
      }),
      { seed: 20240901, numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(40);
    expect(refused).toBeLessThan(400);
  },
);
