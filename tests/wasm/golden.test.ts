// The recorded cases through the WebAssembly module, by the same code as the terminal's `replay`.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineModule } from '@engine';
import { loadEngine } from '../../web/cli/load_engine';
import { replayCase } from '../../web/cli/replay_command';

const golden = join(dirname(fileURLToPath(import.meta.url)), '..', 'golden');
const cases = readdirSync(join(golden, 'cases')).sort();

/** Largest allowed distance, relative but for the overlaps. */
interface Tolerance {
  losses: number;
  alphas: number;
  eigenvalues: number;
  overlaps: number;
}

function toleranceOf(precision: 'f32' | 'f64', name: string): Tolerance {
  if (precision === 'f64') return { losses: 1e-9, alphas: 1e-9, eigenvalues: 1e-9, overlaps: 1e-9 };
  // Chaotic: rounding the inputs alone moves W by 4e-4; see tests/engine/golden_test.cpp.
  if (name === 'adam_lr10') {
    return { losses: 1e-2, alphas: 5e-4, eigenvalues: 2e-3, overlaps: 1e-2 };
  }
  return { losses: 1e-5, alphas: 1e-5, eigenvalues: 5e-5, overlaps: 1e-4 };
}

type Numbers = number | null | Numbers[];
type Record_ = Record<string, unknown>;

/** Every number of two nested lists of one shape, side by side. */
function* pairs(actual: Numbers, expected: Numbers): Generator<[number, number]> {
  if (Array.isArray(expected)) {
    expect(Array.isArray(actual)).toBe(true);
    const list = actual as Numbers[];
    expect(list.length).toBe(expected.length);
    for (const [k, e] of expected.entries()) yield* pairs(list[k] ?? null, e);
  } else if (expected === null) expect(actual).toBeNull();
  else yield [actual as number, expected];
}

function worstRelative(actual: unknown, expected: unknown): number {
  let worst = 0;
  for (const [a, e] of pairs(actual as Numbers, expected as Numbers)) {
    worst = Math.max(worst, Math.abs(a - e) / Math.abs(e));
  }
  return worst;
}

function worstAbsolute(actual: unknown, expected: unknown): number {
  let worst = 0;
  for (const [a, e] of pairs(actual as Numbers, expected as Numbers)) {
    worst = Math.max(worst, Math.abs(a - e));
  }
  return worst;
}

describe.each(['f64', 'f32'] as const)('in %s', (precision) => {
  let engine: EngineModule;
  beforeAll(async () => {
    engine = await loadEngine();
  });

  it.each(cases)('%s agrees at every step', (name) => {
    const folder = join(golden, 'cases', name);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record_;
    const actual = replayCase(engine, folder, precision) as Record_;
    const tolerance = toleranceOf(precision, name);
    const part = (record: Record_, key: string): Record_ => record[key] as Record_;

    for (const scale of ['paper_single_division', 'official']) {
      for (const key of ['train_loss', 'test_loss', 'KTA']) {
        const worst = worstRelative(part(actual, scale)[key], part(expected, scale)[key]);
        expect(worst, `${scale}.${key}`).toBeLessThan(tolerance.losses);
      }
    }
    const relative: [string, number][] = [
      ['train_mse_at_step', tolerance.losses],
      ['sim_W_beta', Math.max(tolerance.eigenvalues, tolerance.alphas)],
      ['spectral_norm', tolerance.eigenvalues],
      ['norm', tolerance.eigenvalues],
      ['eigs', tolerance.eigenvalues],
      ['lr_used', 1e-15],
    ];
    for (const [key, limit] of relative) {
      expect(worstRelative(actual[key], expected[key]), key).toBeLessThan(limit);
    }
    for (const fit of ['hill', 'ks']) {
      expect(worstRelative(part(actual, fit)['alpha'], part(expected, fit)['alpha']), fit).toBeLessThan(
        tolerance.alphas,
      );
      expect(worstRelative(part(actual, fit)['D'], part(expected, fit)['D']), fit).toBeLessThan(
        10 * tolerance.alphas,
      );
      expect(part(actual, fit)['xmin_index']).toEqual(part(expected, fit)['xmin_index']);
    }
    const groups: [string, string[]][] = [
      ['overlaps', ['W_prev_vs_M', 'W_next_vs_M']],
      ['overlaps_total', ['W0_vs_M', 'Wt_vs_M']],
    ];
    for (const [group, sides] of groups) {
      for (const [t, recorded] of (expected[group] as Record_[]).entries()) {
        const measured = (actual[group] as Record_[])[t] ?? {};
        for (const side of sides) {
          for (const vectors of ['U', 'V']) {
            expect(
              worstAbsolute(part(measured, side)[vectors], part(recorded, side)[vectors]),
              `${group}[${t}].${side}.${vectors}`,
            ).toBeLessThan(tolerance.overlaps);
          }
        }
      }
    }
  });
});
