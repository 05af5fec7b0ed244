import { describe, expect, it } from 'vitest';
import { SpectrumFrame, type Form, type Sample } from '../../../../web/src/charts/spectrum/frame';

/** A bulk from 10 to 990 and `spikes` above it. */
function sample(...spikes: number[]): Sample {
  const bulk = Array.from({ length: 200 - spikes.length }, (_, i) => 10 + (980 * i) / 199);
  return { eigenvalues: Float64Array.from([...bulk, ...spikes]), upper: 990, line: 1020 };
}

describe('SpectrumFrame', () => {
  it('covers all steps so far, so that going back moves nothing', () => {
    for (const form of ['histogram', 'linear', 'singular', 'rank', 'ccdf'] as Form[]) {
      const frame = new SpectrumFrame(form);
      const run = [sample(), sample(5000)];
      const both = frame.fit(run);
      expect(frame.fit(run).x, form).toBe(both.x);
      expect(frame.fit(run).y, form).toBe(both.y);
    }
  });

  it('moves only when a step leaves it', () => {
    const frame = new SpectrumFrame('histogram');
    const run = [sample()];
    const first = frame.fit(run);
    expect(frame.fit([...run, sample(1200)]).x).toBe(first.x);
    expect(frame.fit([...run, sample(1200), sample(90000)]).x[1]).toBeGreaterThanOrEqual(90000);
  });

  it('has room beyond the random-matrix line before anything has crossed it', () => {
    expect(new SpectrumFrame('histogram').fit([sample()]).x[1]).toBeGreaterThan(1.5 * 1020);
  });

  it('ends a linear axis where the bulk is still seen', () => {
    const { x } = new SpectrumFrame('linear').fit([sample(), sample(1e6)]);
    expect(x[0]).toBe(0);
    expect(x[1]).toBeLessThan(10000);
  });

  it('forgets a run that was replaced', () => {
    const frame = new SpectrumFrame('histogram');
    frame.fit([sample(1e7)]);
    expect(frame.fit([sample()]).x[1]).toBeLessThan(1e5);
  });

  it('survives spectra of zeros, of one value and of nothing finite', () => {
    for (const values of [[0, 0, 0], [5], [NaN, NaN], [1e-30, 1]]) {
      for (const form of ['histogram', 'linear', 'singular', 'rank', 'ccdf'] as Form[]) {
        const eigenvalues = Float64Array.from(values);
        const { x, y } = new SpectrumFrame(form).fit([{ eigenvalues, upper: NaN, line: NaN }]);
        for (const end of [...x, ...y])
          expect(Number.isFinite(end), `${form} ${values.join()}`).toBe(true);
        expect(x[1]).toBeGreaterThan(x[0]);
      }
    }
  });
});
