import { readFileSync } from 'node:fs';
import type { Snapshot } from '@engine';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, probedSteps } from '../../../../web/src/config/schema/config';
import { metricHelp } from '../../../../web/src/config/metrics/metric_help';
import { METRICS } from '../../../../web/src/config/metrics/metrics';
import { presetOf, PRESETS, presetSettings } from '../../../../web/src/content/presets';
import { applyPatch } from '../../../../web/src/config/schema/config';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { readSnapshot, writeSnapshot } from '../../../../web/src/config/metrics/snapshot_json';
import { loadEngine } from '../../../../web/cli/load_engine';

const engine = await loadEngine();

describe('schema', () => {
  it('has the fields and the defaults of the engine', () => {
    expect(DEFAULTS).toEqual(engine.defaultConfig());
  });

  it('has defaults, slider ends and preset values within its ranges', () => {
    for (const p of PARAMS) {
      if (p.kind !== 'number' && p.kind !== 'integer') continue;
      expect(p.default, p.key).toBeGreaterThanOrEqual(p.min);
      expect(p.default, p.key).toBeLessThanOrEqual(p.max);
      if (!p.slider) continue;
      expect(p.slider.min, p.key).toBeGreaterThanOrEqual(p.min);
      expect(p.slider.max, p.key).toBeLessThanOrEqual(p.max);
    }
    for (const preset of PRESETS) {
      for (const size of ['live', 'paper'] as const) {
        const { patch, versus } = presetSettings(preset, size);
        const first = applyPatch(DEFAULTS, patch);
        expect(first.warnings, preset.id).toEqual([]);
        expect(applyPatch(first.config, versus ?? {}).warnings, preset.id).toEqual([]);
        expect(presetOf(first.config, versus)?.id).toBe(preset.id);
      }
    }
  });

  it('has the limits of the engine', () => {
    const own = PARAMS.flatMap((p) =>
      p.kind === 'number' || p.kind === 'integer'
        ? [[p.key, { min: p.min, max: p.max, whole: p.kind === 'integer' }] as const]
        : [],
    );
    expect(Object.fromEntries(own)).toEqual(engine.configLimits());
  });

  it('shares data and initial weights between the same runs as the engine', () => {
    const source = readFileSync(
      new URL('../../../../wasm/engine/data/problem.cpp', import.meta.url),
      'utf8',
    );
    const body = /bool sameProblem\([^{]*\{([^}]*)\}/.exec(source)?.[1] ?? '';
    const compared = [...body.matchAll(/left\.(\w+) == right\.\1/g)].map(([, key]) => key);
    expect(
      PARAMS.filter((p) => p.problem)
        .map((p) => p.key)
        .sort(),
    ).toEqual(compared.sort());
  });

  it('asks the engine for nothing that it refuses', () => {
    for (const p of PARAMS) {
      const values: unknown[] =
        p.kind === 'choice'
          ? p.options.map((o) => o.value)
          : p.kind === 'flag'
            ? [true, false]
            : [p.min, p.max];
      for (const value of values) {
        const config = {
          ...DEFAULTS,
          [p.key]: value,
          ...(p.key === 'batchSize' ? { n: 20000 } : {}),
        };
        expect(() => engine.validateConfig(config), `${p.key} = ${String(value)}`).not.toThrow();
      }
    }
  });

  it('has one link word and one label for each field', () => {
    expect(new Set(PARAMS.map((p) => p.link)).size).toBe(PARAMS.length);
    expect(new Set(PARAMS.map((p) => p.label)).size).toBe(PARAMS.length);
  });
});

/** Paths of all numbers of a snapshot: `hill.alpha`. */
function numbersIn(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner === 'number') return [prefix + key];
    const isNested = typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner);
    return isNested ? numbersIn(inner, `${prefix}${key}.`) : [];
  });
}

/** Paths of the numbers that a function reads. */
function pathsRead(snapshot: Snapshot, value: (s: Snapshot) => number): string[] {
  const paths = new Set<string>();
  const watched = <T extends object>(target: T, prefix: string): T =>
    new Proxy(target, {
      get: (from, key) => {
        const inner: unknown = Reflect.get(from, key);
        const path = prefix + String(key);
        if (typeof inner === 'object' && inner !== null) return watched(inner, `${path}.`);
        paths.add(path);
        return inner;
      },
    });
  value(watched(snapshot, ''));
  return [...paths];
}

describe('metrics', () => {
  it('cover every scalar of a snapshot, and read finite values from a real one', () => {
    const run = new engine.Run({ ...DEFAULTS, n: 60, d: 20, h: 30 });
    run.step();
    const snapshot = run.probe();
    run.delete();
    const read = new Map<string, string>();
    for (const m of METRICS) {
      expect(Number.isFinite(m.value(snapshot)), m.key).toBe(true);
      const paths = pathsRead(snapshot, m.value);
      expect(paths, `${m.key} is one number of a snapshot`).toHaveLength(1);
      for (const path of paths) {
        expect(read.get(path), `${path} is shown twice`).toBeUndefined();
        read.set(path, m.key);
      }
      for (const path of m.error ? pathsRead(snapshot, m.error) : []) read.set(path, m.key);
    }
    // What stands in no row of the table: a new number of a snapshot belongs there, or here.
    const fit = ['D', 'xmin', 'xminIndex', 'tailSize'];
    const inNoRow = [
      // The rank is of given weights; a run's W has all of it.
      ...['rank', 'resolution', 'rows', 'columns'],
      ...['step', 'lambdaMin', 'bulk.lower', 'bulk.upper', 'ks.alphaHat', 'ksRobust.alphaHat'],
      ...['scale', 'lower', 'upper', 'ksDistance'].map((key) => `initialBulk.${key}`),
      ...['hill', 'ks', 'ksRobust'].flatMap((name) => fit.map((key) => `${name}.${key}`)),
    ];
    expect([...read.keys(), ...inNoRow].sort()).toEqual(numbersIn(snapshot).sort());
    // A snapshot written and read again is the same one.
    const size = { h: 30, d: 20 };
    const written = JSON.parse(JSON.stringify(writeSnapshot(snapshot))) as Record<string, unknown>;
    expect(readSnapshot(written, 0, size)).toEqual(snapshot);
    // Files of before rank and resolution were recorded open too.
    const { rank, resolution, rows, columns, ...older } = written;
    expect([rank, rows, columns]).toEqual([20, 30, 20]);
    expect(resolution).toBeGreaterThan(0);
    expect(readSnapshot(older, 0, size)).toEqual({ ...snapshot, resolution: 0 });
  });

  it('name the source of every formula', () => {
    for (const m of METRICS) {
      expect(metricHelp(m.key).source, m.key).not.toBe('');
      expect(metricHelp(m.key).formula, m.key).not.toBe('');
      expect(metricHelp(m.key).tip.endsWith('.'), m.key).toBe(true);
    }
  });
});

describe('probedSteps', () => {
  it('are 0, k, 2k, ... and the last step', () => {
    expect(probedSteps({ ...DEFAULTS, steps: 10, probeEvery: 4 })).toEqual([0, 4, 8, 10]);
    expect(probedSteps({ ...DEFAULTS, steps: 4, probeEvery: 4 })).toEqual([0, 4]);
    expect(probedSteps({ ...DEFAULTS, steps: 0 })).toEqual([0]);
  });
});

describe('index.html', () => {
  it('forbids inline scripts, eval and other hosts', () => {
    const html = readFileSync(new URL('../../../../web/index.html', import.meta.url), 'utf8');
    expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    expect(html).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
  });
});
