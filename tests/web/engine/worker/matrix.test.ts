// The call that measures a given matrix, with the real module behind it.

import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../web/cli/load_engine';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { measureMatrix } from '../../../../web/src/engine/worker/calls/matrix';
import type { MatrixFacts, MatrixRequest } from '../../../../web/src/engine/protocol/matrix_calls';
import type { RawTensor } from '../../../../web/src/tensors/matrix';
import { paretoMatrix, uniform } from '../../../../web/src/tensors/random';
import { bytesOf } from '../../tensors/files';
import type { Snapshot } from '@engine';
import { phaseReason } from '../../../../web/src/config/metrics/phases';

const engine = await loadEngine();

function tensor(data: Float64Array | Float32Array, ...shape: number[]): RawTensor {
  const dtype = data instanceof Float32Array ? 'f32' : 'f64';
  return { bytes: bytesOf(data), dtype, shape, fortran: false };
}

function measure(t: RawTensor, change: Partial<MatrixRequest> = {}) {
  const all = { tensor: t, split: 'first', sample: null, centre: false, shuffled: false } as const;
  return measureMatrix(engine, { ...all, ...change }, () => 0);
}

function facts(t: RawTensor, change: Partial<MatrixRequest> = {}): MatrixFacts {
  const report = measure(t, change);
  if (report.status !== 'ok') throw new Error(report.status);
  return report;
}

/** Normal entries by Box and Muller. */
function normal(count: number, deviation: number, mean = 0): Float64Array {
  const draw = uniform(7);
  return Float64Array.from(
    { length: count },
    () => mean + deviation * Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw()),
  );
}

function trained(): { w: RawTensor; probe: Snapshot } {
  const config = { ...DEFAULTS, learningRate: 0.6 };
  const run = new engine.Run(config);
  for (let t = 0; t < 10; t += 1) run.step();
  const { data, rows, cols } = run.weights();
  const probe = run.probe();
  run.delete();
  return { w: tensor(data, rows, cols), probe };
}

describe('a matrix of normal entries of any size', () => {
  const report = facts(tensor(normal(60_000, 0.02), 300, 200));

  it('is random-like, with the scale of its entries found from the bulk', () => {
    expect(report.snapshot.phase).toBe('random-like');
    expect(report.snapshot.spikes).toBe(0);
    expect(report.snapshot.bulk.scale / 0.02).toBeCloseTo(1, 1.5);
    expect(report.entries.deviation / 0.02).toBeCloseTo(1, 1.5);
    expect(Math.abs(report.entries.excessKurtosis)).toBeLessThan(0.1);
    expect(report.snapshot.initialBulk.scale / report.entries.deviation).toBeCloseTo(1, 3);
  });

  it('has the exponents and ranks of the same matrix in other units', () => {
    const larger = facts(tensor(normal(60_000, 2), 300, 200));
    const [a, b] = [report.snapshot, larger.snapshot];
    expect(b.hill.alpha).toBeCloseTo(a.hill.alpha, 9);
    expect(b.ksRobust.alpha).toBeCloseTo(a.ksRobust.alpha, 6);
    expect(b.stableRank).toBeCloseTo(a.stableRank, 6);
    expect(b.lambdaMax / a.lambdaMax).toBeCloseTo(1e4, 3);
  });

  it('is the same when it is transposed', () => {
    const w = normal(60_000, 0.02);
    const across = facts({ ...tensor(w, 200, 300), fortran: true });
    expect(across.snapshot.hill.alpha).toBeCloseTo(report.snapshot.hill.alpha, 9);
    expect(across.snapshot.phase).toBe('random-like');
  });

  it('shows its mean as a spike where theory puts it, and loses it when centred', () => {
    const shifted = tensor(normal(60_000, 0.02, 0.003), 300, 200);
    const { mean, snapshot } = facts(shifted);
    expect(mean?.detached).toBe(true);
    expect(snapshot.spikes).toBe(1);
    expect(snapshot.lambdaMax / mean!.eigenvalue).toBeCloseTo(1, 1);
    const centred = facts(shifted, { centre: true });
    expect(centred.snapshot.spikes).toBe(0);
    expect(centred.mean?.detached).toBe(false);
  });
});

const describeShuffled = (eigenvalues: Float64Array, rows: number, columns: number): Snapshot =>
  engine.describeSpectrum(
    { eigenvalues, resolution: 0, rows, columns, exponent: 0 },
    rows,
    columns,
  );

describe('trained and constructed weights', () => {
  it('a run’s W gives the numbers of its own probe, and loses its tail when shuffled', () => {
    const { w, probe } = trained();
    const { snapshot, shuffled } = facts(w, { shuffled: true });
    expect(snapshot.phase).toBe('heavy-tailed');
    for (const key of ['hill', 'ks', 'ksRobust', 'bulk', 'phase', 'effectiveRank'] as const) {
      expect(snapshot[key], key).toEqual(probe[key]);
    }
    expect(snapshot.spikes).not.toBe(probe.spikes);
    const noise = describeShuffled(shuffled!, 300, 200);
    expect(['random-like', 'bleeding-out']).toContain(noise.phase);
    expect(noise.frobeniusSquared).toBeCloseTo(snapshot.frobeniusSquared, 3);
  });

  it('independent entries with a heavy tail keep it when shuffled: exponent 1 + index / 2', () => {
    const w = tensor(paretoMatrix(600, 400, 1.5, 1), 600, 400);
    const { snapshot, shuffled } = facts(w, { shuffled: true });
    expect(snapshot.phase).toBe('heavy-tailed');
    expect(Math.abs(snapshot.ksRobust.alpha - 1.75)).toBeLessThan(
      2.5 * snapshot.ksRobust.standardError,
    );
    expect(describeShuffled(shuffled!, 600, 400).phase).toBe('heavy-tailed');
  });
});

describe('what the numbers do not resolve', () => {
  /** B A of that rank, entries normal. */
  const product = (rows: number, cols: number, rank: number): Float64Array => {
    const [b, a] = [normal(rows * rank, 1), normal(rank * cols, 1)];
    return Float64Array.from({ length: rows * cols }, (_, k) => {
      let sum = 0;
      for (let r = 0; r < rank; r += 1) {
        sum += b[Math.floor(k / cols) * rank + r]! * a[r * cols + (k % cols)]!;
      }
      return sum;
    });
  };

  it('is left out of the fits and the phase, and the rank is said', () => {
    const w = product(384, 256, 16);
    for (const data of [w, Float32Array.from(w)]) {
      const { snapshot: s, mean } = facts(tensor(data, 384, 256));
      expect(s.rank).toBe(16);
      expect(s.phase).toBe('rank-collapse');
      expect(s.hill.tailSize).toBe(8);
      expect(s.spikes).toBe(0);
      expect(s.bulk.scale).toBeNaN();
      expect(mean).toBeNull();
      expect(phaseReason(s)).toMatch(/^rank 16 of 256; stable rank/);
    }
  });

  it('is what a text has rounded, where it says so', () => {
    const rounded = product(60, 40, 3).map((x) => Math.round(x * 1e4) / 1e4);
    const t = tensor(rounded, 60, 40);
    expect(facts(t).snapshot.rank).toBe(40);
    expect(facts({ ...t, roundoff: 3e-5 }).snapshot.rank).toBe(3);
  });

  it('is not taken for a tail: orthogonal matrices are narrower than noise', () => {
    const side = 64;
    const sign = (k: number): number => {
      let bits = Math.floor(k / side) & (k % side);
      let odd = 1;
      for (; bits > 0; bits >>= 1) if (bits & 1) odd = -odd;
      return odd;
    };
    const hadamard = Float32Array.from({ length: side * side }, (_, k) => sign(k));
    const scaled = hadamard.map((x) => 0.3 * x);
    const identity = hadamard.map((_, k) => (k % (side + 1) === 0 ? 1 : 0));
    for (const data of [hadamard, scaled, identity]) {
      const { snapshot: s, verdict } = facts(tensor(data, side, side));
      expect(s.phase).toBe('narrow');
      expect(s.hill).toMatchObject({ status: 'degenerate', reason: 'no-spread', alpha: NaN });
      expect(verdict.support).toBe('undetermined');
    }
  });

  it('has an answer for dead units, a constant matrix and a sparse one', () => {
    const dead = normal(128 * 200, 0.02).map((x, k) => (Math.floor(k / 200) % 2 ? x : 0));
    const layer = facts(tensor(dead, 128, 200)).snapshot;
    expect([layer.rank, layer.rows, layer.columns, layer.spikes]).toEqual([64, 64, 200, 0]);
    expect(layer.phase).toBe('random-like');
    const ones = facts(tensor(new Float32Array(6400).fill(0.5), 80, 80)).snapshot;
    expect([ones.rank, ones.phase]).toEqual([1, 'rank-collapse']);
    const sparse = new Float64Array(65536);
    for (let k = 0; k < 131; k += 1) sparse[(k * 40503) % 65536] = 1 + (k % 7);
    const { rank, effectiveRank } = facts(tensor(sparse, 256, 256)).snapshot;
    expect(rank).toBeLessThanOrEqual(131);
    expect(effectiveRank).toBeGreaterThan(20);
  });

  it('are the same numbers at the ends of the range of a double', () => {
    const w = normal(2400, 1);
    const usual = facts(tensor(w, 60, 40));
    for (const exponent of [-1060, -560, 509, 515]) {
      const half = 2 ** (exponent / 2);
      const far = facts(
        tensor(
          w.map((x) => x * half * half),
          60,
          40,
        ),
      );
      expect(far.exponent).toBeLessThan(5 - exponent);
      expect(far.exponent).toBeGreaterThan(-5 - exponent);
      // Numbers below 2^-1022 have fewer digits.
      const digits = exponent < -1022 ? 2 : 9;
      expect(far.mean?.detached).toBe(usual.mean?.detached);
      expect(far.snapshot.phase).toBe(usual.snapshot.phase);
      expect(far.snapshot.effectiveRank).toBeCloseTo(usual.snapshot.effectiveRank, digits);
      expect(far.snapshot.hill.alpha).toBeCloseTo(usual.snapshot.hill.alpha, digits);
      expect(far.entries.excessKurtosis).toBeCloseTo(usual.entries.excessKurtosis, digits);
    }
  });
});

describe('what cannot be measured', () => {
  it('counts entries that are not finite and says where the first is', () => {
    const w = normal(600, 1);
    w[45] = NaN;
    w[100] = Infinity;
    w[101] = -Infinity;
    expect(measure(tensor(w, 20, 30))).toEqual({
      status: 'not-finite',
      size: { rows: 20, cols: 30 },
      nonFinite: { nan: 1, infinite: 2, row: 2, column: 16 },
    });
  });

  it('has a word for zeros', () => {
    expect(measure(tensor(new Float64Array(600), 20, 30)).status).toBe('zero');
  });

  it('measures a sample of a large one as a matrix of its own', () => {
    const w = tensor(normal(60_000, 0.02), 300, 200);
    const { size, snapshot } = facts(w, { sample: { rows: 120, cols: 80 } });
    expect(size).toEqual({ rows: 120, cols: 80 });
    expect(snapshot.eigenvalues).toHaveLength(80);
    expect(snapshot.bulk.scale / 0.02).toBeCloseTo(1, 1);
  });

  it('takes matrices of the least sizes without falling over', () => {
    for (const [rows, cols] of [
      [2, 2],
      [2, 500],
      [3, 3],
      [11, 9],
    ] as const) {
      const { snapshot } = facts(tensor(normal(rows * cols, 1), rows, cols), { shuffled: true });
      expect(snapshot.eigenvalues).toHaveLength(Math.min(rows, cols));
    }
  });
});
