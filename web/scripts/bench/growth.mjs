// How the time of a step, of a probe and the memory grow with the size.

import { ratio, sample, sizes, yardstick } from './samples.mjs';

const ROUNDS = 3;
const DIMENSIONS = [100, 200, 400, 700, 1000, 1400, 2000];

/** The paper's proportions. */
const sizeOf = (d) => ({ n: 2 * d, d, h: 1.5 * d });
const volume = ({ n, d, h }) => n * d * h;

export const growth = {
  name: 'growth',
  title: 'Time of an Adam step in Chromium, n = 2d and h = 1.5d',
  note:
    'The exponent p of time ~ (n d h)^p from the size above to this one; 1 is the cost of the ' +
    'products alone. In the last row: the least-squares fit over all sizes.',
  columns: [
    ['step', 'ms'],
    ['step', 'units'],
    ['GFLOP/s', ''],
    ['exponent', ''],
  ],

  async measure(places) {
    const figures = { yardstick: yardstick(places) };
    for (const d of DIMENSIONS) {
      figures[d] = { place: places.Chromium, name: 'step', size: sizeOf(d), atLeast: 0.3 };
    }
    const samples = await sample(figures, ROUNDS);
    const points = DIMENSIONS.map((d) => ({
      x: Math.log(volume(sizeOf(d))),
      y: Math.log(samples[d].seconds),
    }));
    const rows = DIMENSIONS.map((d, k) => {
      const { seconds, operations } = samples[d];
      const { n, h } = sizeOf(d);
      return [
        `n=${n} d=${d} h=${h}`,
        1000 * seconds,
        ratio(samples[d], samples.yardstick),
        operations / seconds / 1e9,
        k === 0 ? null : slope(points.slice(k - 1, k + 1)),
      ];
    });
    return [...rows, ['all sizes', null, null, null, slope(points)]];
  },
};

export const memory = {
  name: 'memory',
  title: 'Memory of the module after a run with two probes, in Chromium',
  note: 'WebAssembly memory as allocated: it grows in steps and is never given back.',
  columns: [
    ['memory', 'MB'],
    ['target', 'MB'],
  ],

  async measure(places) {
    const rows = [];
    for (const [size, target] of [
      ['small', null],
      ['paper', 300],
    ]) {
      const { n, d, h } = sizes[size];
      const { megabytes } = await places.Chromium.heapAfterRun(sizes[size]);
      rows.push([`n=${n} d=${d} h=${h}`, megabytes, target]);
    }
    return rows;
  },
};

/** Of the least-squares line through the points. */
function slope(points) {
  const mean = (key) => points.reduce((sum, point) => sum + point[key], 0) / points.length;
  const x = mean('x');
  const y = mean('y');
  const sum = (f) => points.reduce((total, point) => total + f(point), 0);
  return sum((p) => (p.x - x) * (p.y - y)) / sum((p) => (p.x - x) ** 2);
}
