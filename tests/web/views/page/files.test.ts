import { describe, expect, it } from 'vitest';
import { DEFAULTS, type Config } from '../../../../web/src/config/schema/config';
import { writeRun, writeSnapshot } from '../../../../web/src/config/metrics/snapshot_json';
import { metric } from '../../../../web/src/config/metrics/metrics';
import { valueText } from '../../../../web/src/views/explore/value_text';
import { csv } from '../../../../web/src/views/figures/csv';
import { npyFile } from '../../../../web/src/views/page/npy_file';
import { parseRun } from '../../../../web/src/views/page/saved_run';
import { loadEngine } from '../../../../web/cli/load_engine';
import { trainAndProbe } from '../../../../web/cli/run_command';
import { fakeEngine } from '../../fake_engine';

const config: Config = { ...DEFAULTS, n: 40, d: 10, h: 20, steps: 3 };

function savedRun(change: Record<string, unknown> = {}): string {
  const run = new (fakeEngine().engine.Run)(config);
  const snapshots = [0, 1, 2, 3].map((t) => {
    if (t > 0) run.step();
    return writeSnapshot(run.probe());
  });
  return JSON.stringify({
    format: 'tailcraft-run',
    version: 1,
    engine: '1.2.3',
    config,
    status: 'complete',
    snapshots,
    ...change,
  });
}

describe('a saved run', () => {
  it('opens when it was saved before a number was measured, and says so', () => {
    const { snapshots } = JSON.parse(savedRun()) as { snapshots: Record<string, unknown>[] };
    const [first, ...others] = snapshots;
    const { participationRatio, ...before } = first!;
    expect(participationRatio).toBe(5);
    const { run, warnings } = parseRun(savedRun({ snapshots: [before, ...others] }));
    expect(warnings).toEqual([]);
    const { snapshot } = run.recorded[0]!;
    expect(snapshot.participationRatio).toBeNaN();
    expect(valueText(metric('participationRatio')!, snapshot, false)).toBe('not measured');
  });

  it('opens when it was written under the former names of settings', () => {
    const { teacher, featureScale, ...rest } = config;
    const { run, warnings } = parseRun(
      savedRun({ config: { ...rest, link: 'relu', readout: 'as-published-code' } }),
    );
    expect(warnings).toEqual([]);
    expect([teacher, featureScale]).toEqual(['softplus', 'as-written']);
    expect(run.config).toEqual({ ...config, teacher: 'relu', featureScale: 'as-published-code' });
  });

  it('opens with its configuration and every snapshot', () => {
    const { run, engine, warnings } = parseRun(savedRun());
    expect(warnings).toEqual([]);
    expect(engine).toBe('1.2.3');
    expect(run.config).toEqual(config);
    expect(run.status).toBe('complete');
    expect(run.recorded.map((r) => r.snapshot.step)).toEqual([0, 1, 2, 3]);
    expect(run.recorded[0]?.snapshot.eigenvalues).toHaveLength(10);
  });

  it('keeps NaN and infinities', () => {
    const run = new (fakeEngine().engine.Run)(config);
    const snapshot = { ...run.probe(), testLoss: Infinity, kta: NaN, trainLoss: -Infinity };
    const { run: read } = parseRun(savedRun({ snapshots: [writeSnapshot(snapshot)] }));
    expect(read.recorded[0]?.snapshot).toMatchObject({
      testLoss: Infinity,
      kta: NaN,
      trainLoss: -Infinity,
    });
  });

  it('is refused with the reason when something is wrong', () => {
    const cases: [string, string][] = [
      ['', 'it is not JSON'],
      ['7', 'it is not a run saved by this page'],
      [savedRun({ format: 'else' }), 'it is not a run saved by this page'],
      [savedRun({ version: 2 }), 'its version is “2”, not 1'],
      [savedRun({ snapshots: [] }), 'it has no snapshots'],
      [savedRun({ snapshots: 3 }), 'it has no snapshots'],
      [savedRun({ snapshots: [{}] }), 'snapshot 0'],
      [
        savedRun({ config: { ...config, d: 7 } }),
        'snapshot 0 has 10 eigenvalues, its sizes ask for 7',
      ],
    ];
    for (const [text, why] of cases) expect(() => parseRun(text)).toThrow(why);
    const snapshots = (JSON.parse(savedRun()) as { snapshots: unknown[] }).snapshots;
    expect(() => parseRun(savedRun({ snapshots: [...snapshots].reverse() }))).toThrow(
      'out of order',
    );
  });

  const spoilt: [string, Record<string, unknown>, RegExp][] = [
    ['a phase of every object', { phase: 'constructor' }, /snapshot 1 has an unknown phase/],
    ['no phase', { phase: { toString: 1 } }, /snapshot 1 has an unknown phase/],
    ['no step', { step: null }, /snapshot 1 is at step NaN/],
    ['half a step', { step: -5.5 }, /snapshot 1 is at step -5.5/],
    ['a step after the last', { step: 7 }, /snapshot 1 is at step 7, .* up to 3/],
    [
      'eigenvalues out of order',
      { eigenvalues: [...Array(9).keys(), 1] },
      /1 has eigenv.* not rise/,
    ],
    [
      'an eigenvalue that is none',
      { eigenvalues: Array(10).fill(null) },
      /1 has eigenv.* not rise/,
    ],
    ['spikes without number', { spikes: 1e9 }, /snapshot 1 counts 1000000000 of 10/],
    ['negative spikes', { spikes: -1 }, /snapshot 1 counts -1 of 10/],
    ['a tail of halves', { ks: { tailSize: 2.5 } }, /snapshot 1 counts 2.5 of 10/],
    ['a tail that starts nowhere', { hill: { xminIndex: 10 } }, /snapshot 1 counts 10 of 9/],
    ['no eigenvalues though it is finite', { eigenvalues: [] }, /snapshot 1 has 0 eigenvalues/],
  ];
  it.each(spoilt)('with %s is refused with the place', (_what, change, words) => {
    const { snapshots } = JSON.parse(savedRun()) as { snapshots: object[] };
    snapshots[1] = { ...snapshots[1], ...change };
    expect(() => parseRun(savedRun({ snapshots }))).toThrow(words);
  });

  it.each([[null], ['text'], [7]])('with the configuration %s is refused in words', (config_) => {
    expect(() => parseRun(savedRun({ config: config_ }))).toThrow('it has no configuration');
  });

  it('that diverged opens, at whichever step it did', async () => {
    const engine = await loadEngine();
    const wild: Config = {
      ...config,
      ...{ optimizer: 'gd', learningRate: 1e6, momentum: 0.9 },
      ...{ train: 'both', activation: 'relu' },
    };
    for (const steps of [3, 9]) {
      const snapshots = trainAndProbe(engine, { ...wild, steps });
      expect(snapshots.at(-1)).toMatchObject({ step: 3, status: 'diverged' });
      const status = 'diverged';
      const text = JSON.stringify(
        writeRun({ engine: '1', config: { ...wild, steps }, status, snapshots }),
      );
      const { run } = parseRun(text);
      expect(run.status).toBe('diverged');
      expect(run.recorded.map((r) => r.snapshot)).toEqual(snapshots);
    }
  });

  it('of a version that measured less opens, without what it did not measure', () => {
    const { snapshots } = JSON.parse(savedRun()) as { snapshots: Record<string, unknown>[] };
    for (const snapshot of snapshots) {
      delete snapshot['effectiveRank'];
      delete snapshot['ksRobust'];
    }
    const { run } = parseRun(savedRun({ snapshots }));
    expect(run.recorded[1]?.snapshot.effectiveRank).toBeNaN();
    expect(run.recorded[1]?.snapshot.ksRobust.alpha).toBeNaN();
    expect(run.recorded[1]?.snapshot.lambdaMax).toBeGreaterThan(0);
  });

  it('says which of its settings could not be used', () => {
    const { warnings, run } = parseRun(
      savedRun({ config: { ...config, magic: 1, noise: 'loud' } }),
    );
    expect(run.config.noise).toBe(DEFAULTS.noise);
    expect(warnings).toEqual([
      'Label noise: “loud” is not a finite number, so the default 0.3 is used.',
      'The file’s setting “magic” is unknown.',
    ]);
  });
});

describe('npyFile', () => {
  it('is read back by the engine', async () => {
    const engine = await loadEngine();
    const data = Float32Array.of(1, 2.5, -3, 0, 1e-8, 7);
    const bytes = npyFile(data, [2, 3]);
    expect((bytes.length - data.byteLength) % 64).toBe(0);
    expect(engine.parseNpy(bytes)).toEqual({ shape: [2, 3], data: Float64Array.from(data) });
    expect(engine.parseNpy(npyFile(Float64Array.of(Math.PI), [1])).data[0]).toBe(Math.PI);
  });
});

it('csv keeps all digits and quotes what needs it', () => {
  expect(
    csv({
      columns: ['a, b', 'c'],
      rows: [
        [0.1 + 0.2, 'x"y'],
        [1e-300, ''],
      ],
    }),
  ).toBe('"a, b",c\r\n0.30000000000000004,"x""y"\r\n1e-300,\r\n');
});
