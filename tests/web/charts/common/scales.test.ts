import { describe, expect, it } from 'vitest';
import { LinesChart, type LinesData } from '../../../../web/src/charts/common/lines';
import { SpectrumChart } from '../../../../web/src/charts/spectrum/spectrum';
import { SpectrumFrame } from '../../../../web/src/charts/spectrum/frame';
import { blankCanvas, PLAIN_THEME } from '../canvas';

const lines = (y: readonly number[], kind: 'linear' | 'log'): LinesData => ({
  x: { kind: 'linear', title: 'x', whole: true },
  y: { kind, title: 'y' },
  lines: [{ name: 'values', x: y.map((_, i) => i), y, origin: 'measured', color: 'run-a' }],
  marks: [],
  sentence: '',
});

describe('a chart of extreme numbers is drawn', () => {
  // Where the search of Chart.js for the decimals of a step has no end.
  const EXTREMES = [
    [0, 5e-324],
    [0, 1e-310],
    [2e-303, 4e-303],
    [1e-162, 2e-162],
    [1e20, 1.0000000000000002e20],
    [1, 1.0000000000000002],
    [-1.7e308, 1.7e308],
    [0, Infinity],
    [NaN, NaN],
  ];
  it.each(EXTREMES.flatMap((ends) => (['linear', 'log'] as const).map((kind) => ({ ends, kind }))))(
    '$ends on a $kind axis',
    ({ ends, kind }) => {
      const chart = new LinesChart(blankCanvas(), PLAIN_THEME);
      chart.update(lines(ends, kind));
      const { y } = chart.instance.scales;
      expect(Number.isFinite(y?.min) && Number.isFinite(y?.max)).toBe(true);
      expect(y?.ticks.length).toBeLessThanOrEqual(100);
      chart.destroy();
    },
  );

  it.each([5e-324, 1e-310, 1e-160, 1e152, 1e304])('a linear spectrum around %d', (size) => {
    const eigenvalues = Float64Array.of(0, size, 2 * size, 3 * size);
    const sample = { eigenvalues, upper: 3 * size, line: 3 * size };
    const law = { lambda: [size], density: [1 / size] };
    for (const form of ['linear', 'singular', 'histogram'] as const) {
      const chart = new SpectrumChart(blankCanvas(), PLAIN_THEME);
      chart.update({
        name: 'W',
        run: 0,
        eigenvalues,
        initial: eigenvalues,
        initialLaw: law,
        bulkLaw: null,
        bulkShare: 1,
        edges: [size, 3 * size],
        edgesFrom: 'fitted',
        twEdge: 3 * size,
        // A saved run may say anything.
        spikes: 1e9,
        predictedSpike: null,
        hill: null,
        ks: null,
        hidden: new Set(),
        frame: new SpectrumFrame(form).fit([sample]),
        form,
      });
      expect(chart.instance.scales['x']?.ticks.length).toBeLessThanOrEqual(100);
      chart.destroy();
    }
  });
});
