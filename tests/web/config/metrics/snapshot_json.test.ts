import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import {
  FORMAT,
  readSnapshot,
  VERSION,
  writeRun,
  writeSnapshot,
} from '../../../../web/src/config/metrics/snapshot_json';
import { snapshotAt } from '../../fake_engine';

const size = { h: 30, d: 20 };
/** A snapshot as a file has it. */
const written = (): Record<string, unknown> =>
  JSON.parse(JSON.stringify(writeSnapshot(snapshotAt(2)))) as Record<string, unknown>;
const read = (change: object) => readSnapshot({ ...written(), ...change }, 3, size);

describe('a snapshot in a file', () => {
  it('comes back as it was', () => {
    expect(read({})).toEqual(snapshotAt(2));
    expect(read({ status: 'diverged' }).status).toBe('diverged');
  });

  it('says why a tail has no fit, and knows no other reasons', () => {
    const reasonOf = (fit: object) => {
      const { status, reason } = read({ ks: fit }).ks;
      return [status, reason];
    };
    const degenerate = { status: 'degenerate' };
    expect(reasonOf({ status: 'ok', reason: 'too-few' })).toEqual(['ok', 'none']);
    expect(reasonOf({ ...degenerate, reason: 'no-spread' })).toEqual(['degenerate', 'no-spread']);
    expect(reasonOf({ ...degenerate, reason: 'not-finite' })).toEqual(['degenerate', 'not-finite']);
    // Files of before reasons were recorded, and spoilt ones.
    expect(reasonOf(degenerate)).toEqual(['degenerate', 'too-few']);
    expect(reasonOf({ ...degenerate, reason: 'none' })).toEqual(['degenerate', 'too-few']);
  });

  it('without rank has that of its positive eigenvalues', () => {
    const recent = ['rank', 'resolution', 'rows', 'columns'];
    const old = Object.fromEntries(
      Object.entries(written()).filter(([key]) => !recent.includes(key)),
    );
    const snapshot = readSnapshot({ ...old, eigenvalues: [0, 1, 2] }, 0, size);
    expect(snapshot).toMatchObject({ rank: 2, resolution: 0, rows: 30, columns: 20 });
  });

  it.each<[string, object, string]>([
    ['an unknown phase', { phase: 'warm' }, 'snapshot 3 has an unknown phase'],
    ['a phase that every object has', { phase: 'toString' }, 'snapshot 3 has an unknown phase'],
    ['a phase that is no text', { phase: ['narrow'] }, 'snapshot 3 has an unknown phase'],
    ['no eigenvalues', { eigenvalues: null }, 'snapshot 3 has no eigenvalues'],
    ['an eigenvalue that is no number', { eigenvalues: ['x'] }, 'snapshot 3: eigenvalues'],
    ['a number that is none', { kta: 'x' }, 'snapshot 3: kta'],
    ['a number of a fit that is none', { ks: { alpha: 'x' } }, 'snapshot 3: ks.alpha'],
    ['a number of a law that is none', { bulk: { upper: {} } }, 'snapshot 3: bulk.upper'],
  ])('with %s is refused with its place', (_what, change, message) => {
    expect(() => read(change)).toThrow(message);
  });
});

it('a run in a file says what it is', () => {
  const run = { engine: '1', config: DEFAULTS, status: 'complete', snapshots: [snapshotAt(2)] };
  expect(writeRun(run)).toEqual({
    format: FORMAT,
    version: VERSION,
    ...run,
    snapshots: [writeSnapshot(snapshotAt(2))],
  });
});
